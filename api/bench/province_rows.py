"""The rows of each file of an invented province, one chunk at a time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from api.bench.province_codes import Mask, credit_codes, orcids, padded, patent_numbers
from api.bench.province_dirt import Dice, amounts, dates, sparse, where, widened
from api.bench.province_words import METHOD, TERMS, TITLES, Index, joined, person, pick, term
from api.bench.province_world import World

WRONG_CODES, WRONG_DATES, SECRET = 0.01, 0.005, 0.0005
FLAT = 100.0  # how much more even than Zipf's law the busiest people and organizations are

Rows = tuple[dict[str, pl.Series], Mask]  # columns by heading, and the rows that validation must refuse
Make = Callable[[World, Dice, Index], Rows]


def none(dice: Dice) -> Mask:
    """No row is to be refused."""
    return np.zeros(dice.size, bool)


def institutes(world: World, dice: Dice, at: Index) -> Rows:
    """Universities and institutes."""
    name = world.institute(at)
    kinds = ("高等学校", "高等学校", "高等学校", "科研院所", "新型研发机构")
    columns = {"机构名称": widened(name, dice, 0.01), "简称": name.str.slice(0, 5), "类型": pick(kinds, at)}
    return {**columns, "所在地区": world.region(at), "网站": joined("https://u", padded(at, 1), ".example")}, none(dice)


def coded(at: Index) -> Mask:
    """Which enterprises state a credit code."""
    states: Mask = at % 10 != 7
    return states


def wrong_code(world_seed: int, at: Index) -> Mask:
    """Which enterprises state a wrong credit code: by number, so that other files know it too."""
    chosen: Mask = (at * 40_503 + world_seed) % 100_003 < 100_003 * WRONG_CODES
    wrong: Mask = coded(at) & chosen
    return wrong


def enterprises(world: World, dice: Dice, at: Index) -> Rows:
    """Enterprises, nine of ten with a credit code."""
    wrong = wrong_code(world.seed, at)
    scales = ("小型企业", "微型企业", "中型企业", "大型", "小型")
    columns = {
        "企业名称": widened(world.enterprise(at), dice, 0.03),
        "简称": sparse(world.short_name(at), dice, 0.2),
        "统一社会信用代码": where(~coded(at), "", credit_codes(at, wrong)),
        "所在地区": world.region(at),
        "所属行业": pick(world.industries, dice.zipf(len(world.industries), 5.0)),
        "企业规模": pick(scales, dice.below(5)),
        "企业资质": sparse(
            pick(("高新技术企业", "科技型中小企业；高新技术企业", "专精特新"), dice.below(3)), dice, 0.5
        ),
        "合作单位": where(dice.chance(0.9), "", world.institute(dice.zipf(world.sizes["institutes.csv"], FLAT))),
        "联系人": person(at * 3),
        "联系电话": joined("139", padded(at * 37 % 10**8, 8)),
    }
    return columns, wrong


def researchers(world: World, dice: Dice, at: Index) -> Rows:
    """Researchers, three of ten with an ORCID iD."""
    columns = {
        "姓名": world.researcher(at),
        "工号": joined("G", padded(at, 7)),
        "ORCID": where(at % 10 > 2, "", orcids(at)),
        "所在单位": widened(world.employer(at), dice, 0.01),
        "职称": sparse(pick(TITLES, dice.below(len(TITLES))), dice, 0.05),
        "研究方向": joined(term(dice.zipf(TERMS, 10.0)), "与", term(dice.zipf(TERMS, 10.0))),
        "学科": pick(world.disciplines, dice.below(len(world.disciplines))),
    }
    return columns, none(dice)


def managers(world: World, dice: Dice, at: Index) -> Rows:
    """Technology managers and whom they serve."""
    firms = world.sizes["enterprises.csv"]
    served = [world.enterprise(dice.zipf(firms, FLAT)) for _ in range(3)]
    columns = {
        "经理人编号": joined("M", padded(at, 6)),
        "姓名": person(at * 5 + 1),
        "证书编号": joined("JSJJR", padded(at, 8)),
        "级别": pick(("初级", "中级", "高级"), at),
        "所在单位": world.institute(dice.zipf(world.sizes["institutes.csv"], FLAT)),
        "服务对象": joined(served[0], "；", served[1], "；", served[2]),
        "所在地区": world.region(at),
    }
    return columns, none(dice)


def patents(world: World, dice: Dice, at: Index) -> Rows:
    """Patents; inventors work for the applicant."""
    wrong, mistimed = dice.chance(WRONG_CODES), dice.chance(WRONG_DATES)
    first = dice.zipf(world.sizes["researchers.csv"], FLAT)
    terms = [term(dice.zipf(TERMS, 10.0)) for _ in range(4)]
    columns = {
        "申请号": patent_numbers(at, 2005 + dice.below(20), wrong),
        "专利名称": widened(joined("一种", terms[0], "的", pick(METHOD, at)), dice, 0.01),
        "摘要": _text("本发明公开了一种", terms, dice),
        "关键词": sparse(joined(terms[0], "；", terms[1], "；", terms[2]), dice, 0.05),
        "专利类型": pick(("发明", "发明专利", "实用新型"), dice.below(3)),
        "申请日": dates(dice, mistimed),
        "法律状态": pick(("有效", "实质审查", "失效"), dice.below(3)),
        "评估价值（万元）": sparse(pl.Series(dice.below(5_000)).cast(pl.String), dice, 0.7),
        "申请人": world.employer(first),
        "发明人": joined(world.researcher(first), "；", world.researcher(world.colleague(first, 1))),
        "IPC分类号": pick(world.ipc, dice.zipf(len(world.ipc), 3.0)),
        "应用行业": pick(world.industries, dice.zipf(len(world.industries), 5.0)),
    }
    return columns, wrong | mistimed


def achievements(world: World, dice: Dice, at: Index) -> Rows:
    """Achievements; a few are secret and must be kept nowhere."""
    mistimed, secret = dice.chance(WRONG_DATES), dice.chance(SECRET)
    first = dice.zipf(world.sizes["researchers.csv"], FLAT)
    terms = [term(dice.zipf(TERMS, 10.0)) for _ in range(4)]
    columns = {
        "成果编号": joined("A", padded(at, 7)),
        "成果名称": widened(joined(terms[0], pick(METHOD, at + 1), "研究"), dice, 0.01),
        "成果简介": _text("本成果研究了", terms, dice),
        "关键词": sparse(joined(terms[0], "、", terms[1], "、", terms[3]), dice, 0.05),
        "成果类别": pick(("基础研究", "技术开发", "社会公益"), dice.below(3)),
        "所处阶段": pick(("实验室", "小试", "中试", "产业化"), dice.below(4)),
        "技术成熟度": pick(("TRL 4", "5级", "六级", "7", ""), dice.below(5)),
        "完成日期": dates(dice, mistimed),
        "资助金额": amounts(dice),
        "密级": where(secret, "秘密", pl.Series(["公开"], dtype=pl.String).new_from_index(0, dice.size)),
        "主要完成人": joined(world.researcher(first), "、", world.researcher(world.colleague(first, 1))),
        "完成单位": world.employer(first),
        "学科": pick(world.disciplines, dice.below(len(world.disciplines))),
        "应用行业": pick(world.industries, dice.zipf(len(world.industries), 5.0)),
    }
    return columns, mistimed | secret


def demands(world: World, dice: Dice, at: Index) -> Rows:
    """Demands of enterprises, one of twenty posted anonymously."""
    poster, mistimed = dice.zipf(world.sizes["enterprises.csv"], FLAT), dice.chance(WRONG_DATES)
    terms = [term(dice.zipf(TERMS, 10.0)) for _ in range(4)]
    columns = {
        "需求编号": joined("D", padded(at, 7)),
        "需求名称": joined("寻求", terms[0], pick(METHOD, at)),
        "技术难题": _text("我公司生产中遇到", terms, dice),
        "关键词": joined(terms[0], "，", terms[1]),
        "发布单位": world.enterprise(poster),
        "是否匿名": pick(("否", *["否"] * 18, "是"), at),
        "所属行业": pick(world.industries, dice.zipf(len(world.industries), 5.0)),
        "所在地区": world.region(poster),
        "截止日期": dates(dice, mistimed),
        "预算金额": amounts(dice),
    }
    return columns, mistimed


def policies(world: World, dice: Dice, at: Index) -> Rows:
    """Policies of the regions."""
    short = world.region(at, "简称")
    columns = {
        "政策编号": joined("P", padded(at, 6)),
        "标题": joined(world.region(at), "促进", term(dice.zipf(TERMS, 10.0)), "产业发展若干措施"),
        "文号": joined(short, "政发〔", padded(2005 + at % 20, 4), "〕", padded(at, 1), "号"),
        "发布日期": dates(dice, none(dice)),
        "发布机关": joined(world.region(at), "人民政府"),
        "适用地区": world.region(at),
    }
    return columns, none(dice)


def cases(world: World, dice: Dice, at: Index) -> Rows:
    """Transfers that took place."""
    firms = world.sizes["enterprises.csv"]
    columns = {
        "案例编号": joined("C", padded(at, 6)),
        "案例名称": joined(term(dice.zipf(TERMS, 10.0)), "转化案例"),
        "年份": joined(padded(2010 + dice.below(15), 4), "年"),
        "转化方式": pick(("转让", "普通许可", "作价入股", "合作开发"), dice.below(4)),
        "成交金额": amounts(dice),
        "参与单位": joined(world.enterprise(dice.zipf(firms, FLAT)), "；", world.institute(at)),
        "对应需求": joined("D", padded(dice.below(world.sizes["demands.csv"]), 7)),
    }
    return columns, none(dice)


def _text(start: str, terms: list[pl.Series], dice: Dice) -> pl.Series:
    percent = pl.Series(dice.below(60) + 5).cast(pl.String)
    middle = ("，通过", terms[1], "与", terms[2], "相结合，解决了", terms[3], "性能不稳定的问题，效率提高")
    return joined(start, terms[0], *middle, percent, "%，适合批量生产。")
