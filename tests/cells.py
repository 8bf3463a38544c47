"""Cells as files hold them, and cells that are almost clean, to compare two ways of reading them."""

from __future__ import annotations

from hypothesis import strategies as st

from etl.rows.clean import EMPTY

CODES = (
    "914403001922038216",
    "914403001922038203",  # valid, with an organization code inside that is not
    "91440300192203821l",
    "9144O3001922O38216",
    "192203821",
    "60003734-1",
    "201710601862.3",
    "ZL201811564288X",
    "CN95115608.X",
    "US10123456",
    "0000-0002-1825-0097",
    "0000-0002-1694-233X",
    "9112020Y0001",
    "H01M4/36",
    "TRL 5",
    "七级",
    "公开",
    "秘密",
    "org:uscc:914403001922038216",
    "per:x",
)
DATES = (
    "2020-02-29", "2019-02-29", "2020-04-31", "2020-1-1", "2020年5月", "2020.13", "20200131", "43101", "二〇二〇年五月",
)  # fmt: skip
AMOUNTS = (
    "1.2万元", "0.57万", "3亿", "1,234.5", "12,34", "-0", "007", "1e3", "18 万元", "人民币3元", "2024年", "1.",
    "50-100万", "8000元", "1,200.5元", "约80", "300余万元",
)  # fmt: skip
LISTS = (
    "储能；电池",
    "储能;储能",
    "张三、李四",
    "a|b",
    "NA；储能",
    "Smith, John",
    "石墨烯，储能",
    "；；",
    "铁；铜",
    "Ｌ；M",
)
WORDS = (
    "是",
    "否",
    "有效",
    "发明",
    "小型",
    "企业",
    "科技型中小企业；高新技术企业",
    "北京大学（深圳）",
    "Ｃ１２",
    "暂无",
    "  x ",
)


def _changed(text: str) -> st.SearchStrategy[str]:
    """``text`` with one character put in, left out or replaced."""
    char = st.sampled_from("0XlO－１万；;、 \n\u3000年无aZ.,-\ud800é①")
    place = st.integers(0, len(text))
    put = st.builds(lambda at, new: text[:at] + new + text[at:], place, char)
    return st.one_of(put, st.builds(lambda at, new: text[:at] + new + text[at + 1 :], place, char), st.just(text))


TEXTS = st.sampled_from([*CODES, *DATES, *AMOUNTS, *LISTS, *WORDS, *EMPTY]).flatmap(_changed)
PLAIN = st.one_of(
    st.from_regex(r"-?[0-9]{1,6}(\.[0-9]{1,4})?(万|亿|)元?", fullmatch=True),
    st.from_regex(r"(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]", fullmatch=True),
    st.from_regex(r"(20)[0-9]{10}\.?[0-9X]", fullmatch=True),
    st.text("储能电池无abN ；、;（）", max_size=12),
    st.dates().map(str),
)
NEAR = st.one_of(st.none(), st.just(""), TEXTS, PLAIN)
CELLS = st.one_of(
    st.text(max_size=12),
    st.text("０１２３４５６７８９／年月日．\ud800\udc00\u200b", max_size=10),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.lists(st.one_of(st.text(max_size=4), st.integers(), st.lists(st.text(max_size=2), max_size=2)), max_size=3),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
)
