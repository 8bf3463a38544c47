"""The words an invented province is made of. Nobody's name: combinations of common characters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

Index = npt.NDArray[np.int64]


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST = "华中新恒瑞天海科创博远盛宏鼎金安德信泰嘉启联卓汇凯弘睿智佳诚众奥飞锐拓晟普晶星云景荣利达康铭捷迈润益通"
SECOND = "源泽邦业宇辉峰航岳林川江洋河湖田石岭原野城都京津沪渝粤浙苏皖闽赣鲁豫鄂湘桂琼蜀黔滇藏陕甘青宁疆龙凤麒麟鹏鹤"
TRADES = _list(
    "新材料 生物科技 智能装备 电子 能源科技 环保科技 化工 医疗器械 信息技术 机械制造 光电 农业科技 食品 纺织"
)
FORMS = ("有限公司", "股份有限公司", "有限责任公司", "集团有限公司")
SCHOOLS = ("大学", "理工大学", "职业技术学院", "研究院", "工业技术研究所")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂文辉玲华红玉萍鑫宇浩凯建峰志国海波俊晓东亚楠思嘉子轩雨泽一诺梓"
MATTER = _list(
    "石墨烯 碳纳米管 磷酸铁锂 钙钛矿 聚酰亚胺 铝合金 钛合金 陶瓷 分子筛 纳米纤维 稀土 生物质 固态电解质 水凝胶"
)
MANNER = _list(
    "复合 掺杂 低温 高温 高压 连续 可控 原位 梯度 多孔 柔性 导热 耐磨 阻燃 抗菌 可降解 高强 轻量化 智能 绿色"
)
THING = _list("材料 涂层 薄膜 电池 催化剂 传感器 膜组件 合金 粉体 纤维 电极 胶黏剂 换热器 反应器")
METHOD = ("制备方法", "制备工艺及其应用", "检测装置", "控制系统", "回收方法", "成型设备")
TITLES = ("教授", "副教授", "讲师", "研究员", "副研究员", "高级工程师", "工程师")
TERMS = len(MATTER) * len(MANNER) * len(THING)
COLOURLESS = ("无", "/", "—", "-", "N/A", "暂无", "")


def pick(words: Sequence[str], at: Index) -> pl.Series:
    """The words at the places ``at``, counted round."""
    return pl.Series(list(words), dtype=pl.String).gather(at % len(words))


def joined(*parts: pl.Series | str) -> pl.Series:
    """The parts written one after another, row by row."""
    names = [pl.lit(part) if isinstance(part, str) else part.alias(str(n)) for n, part in enumerate(parts)]
    return pl.select(pl.concat_str(names)).to_series()


def mark(base: Index) -> pl.Series:
    """A fancy name of two or three characters, another one for each number up to some 120,000."""
    third = base // (len(FIRST) * len(SECOND))
    return joined(pick(FIRST, base), pick(SECOND, base // len(FIRST)), pick(["", *FIRST], third))


def person(at: Index) -> pl.Series:
    """Names of people; several may bear the same."""
    mixed = at * 2_654_435_761 % 2**32
    given = joined(pick(GIVEN, mixed // 64), pick(["", *GIVEN], mixed // 4096))
    return joined(pick(SURNAMES, mixed), given)


def term(at: Index) -> pl.Series:
    """A technical term such as 柔性石墨烯薄膜; there are ``TERMS``."""
    rest = at // len(MATTER)
    return joined(pick(MANNER, rest), pick(MATTER, at), pick(THING, rest // len(MANNER)))
