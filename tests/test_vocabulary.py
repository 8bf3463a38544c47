"""The ontology file: sound as shipped, and every fault in a broken one is named at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import NotFoundError, VocabularyError
from graph.ontology import DEFAULT, load_vocabulary
from graph.vocabulary import Level, Vocabulary

KINDS = {
    "Organization", "Institution", "Enterprise", "Researcher", "TechnologyManager", "Patent", "Achievement", "Demand",
    "Policy", "Case", "Term", "IPC", "Industry", "Discipline", "Region",
}  # fmt: skip


def broken(tmp_path: Path, old: str, new: str) -> str:
    text = DEFAULT.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "ontology.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(VocabularyError) as caught:
        load_vocabulary(file)
    return str(caught.value)


def test_every_kind_is_there(vocabulary: Vocabulary) -> None:
    assert set(vocabulary.labels) == KINDS


def test_every_link_ends_where_its_relation_may(vocabulary: Vocabulary) -> None:
    for label in vocabulary.labels.values():
        for link in label.links.values():
            relation = vocabulary.relation(link.relation)
            near, far = (relation.start, relation.end) if link.outgoing else (relation.end, relation.start)
            assert set(near) & set(vocabulary.chain(label.name)), (label.name, link.name)
            assert set(far) & set(vocabulary.chain(link.target)), (label.name, link.name)


def test_a_subkind_inherits(vocabulary: Vocabulary) -> None:
    institution = vocabulary.label("Institution")
    assert institution.properties == vocabulary.label("Organization").properties
    assert vocabulary.chain("Institution") == ("Institution", "Organization")
    assert vocabulary.kind_of(["Entity", "Organization", "Institution"]) == "Institution"
    assert vocabulary.kind_of(["Entity"]) == "Entity"


def test_only_public_dates_tell_from_when_a_relation_holds(tmp_path: Path) -> None:
    for told in ("abstract", "ghost"):
        broke = broken(tmp_path, 'since = ["filed", "granted"]', f'since = ["filed", "{told}"]')
        assert f"labels.Patent.links.inventors.since: {told} is no public date or year" in broke
        broke = broken(tmp_path, 'until = ["completed"]', f'until = ["{told}"]')
        assert f"labels.Achievement.links.completers.until: {told} is no public date or year" in broke


def test_only_checked_codes_may_stand_beside_a_reference(tmp_path: Path) -> None:
    for told in ("name", "aliases", "website", "ghost"):
        broke = broken(tmp_path, "also = { uscc =", f"also = {{ {told} =")
        assert f"labels.Demand.links.poster.also: {told} is no checked code of its target" in broke


def test_places_have_their_code_as_key(tmp_path: Path) -> None:
    broke = broken(tmp_path, 'keys = [["document_no", "issuer"]', 'places = true\nkeys = [["document_no", "issuer"]')
    assert "labels.Policy.places: the first key must be the code alone" in broke


def test_core_properties_are_core(vocabulary: Vocabulary) -> None:
    core = {
        (label.name, p.name)
        for label in vocabulary.labels.values()
        for p in label.properties.values()
        if p.level is Level.CORE
    }
    for expected in [("Organization", "bank_account"), ("Researcher", "id_number"), ("Patent", "valuation"),
                     ("Achievement", "floor_price"), ("Demand", "budget"), ("Case", "amount")]:  # fmt: skip
        assert expected in core


def test_sentences_name_both_ends(vocabulary: Vocabulary) -> None:
    for relation in vocabulary.relations.values():
        for words in (relation.forward, relation.backward):
            assert words.fill(a="A", b="B").zh.count("A") == 1
            assert "B" in words.fill(a="A", b="B").en


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('target = "Region"', 'target = "Planet"', "unknown label Planet"),
        ('relation = "POSTED"', 'relation = "SHOUTED"', "unknown SHOUTED"),
        ('level = "core", check = "not_secret"', 'check = "not_secret"', "properties.secrecy.level: missing"),
        ('zh = "科技成果"\nen = "achievement"', 'en = "achievement"', "labels.Achievement.zh: missing"),
        (
            'keys = [["certificate"], ["source", "source_id"], ["name", "organization", "source"]]',
            "keys = []",
            "labels.TechnologyManager.keys: missing",
        ),
        ('extends = "Organization"\nzh = "企业"', 'extends = "Nothing"\nzh = "企业"', "labels.Enterprise.extends"),
        ('"staff id", type = "string", level = "public"', '"staff id", type = "string", level = "core"', "staff_id"),
        ('anonymous = { zh = "匿名"', 'guest = { zh = "匿名"', "roles.anonymous: missing"),
        ('en = "anonymous", clearance = "public"', 'en = "anonymous", clearance = "all"', "roles.anonymous.clearance"),
    ],
)  # fmt: skip
def test_each_fault_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert told in broken(tmp_path, old, new)


REGION = 'keys = [["code"]]\nrefer_by = ["code", "name", "aliases"]'
PARENT = 'direction = "out", target = "Region", headers = ["上级代码"]'


@pytest.mark.parametrize(
    ("parent", "circle"),
    [("Region", "Region → Region"), ("Institution", "Organization → Region → Organization"), ("Term", None)],
)
def test_keys_that_lead_in_a_circle_are_refused(tmp_path: Path, parent: str, circle: str | None) -> None:
    text = DEFAULT.read_text(encoding="utf-8")
    assert (text.count(REGION), text.count(PARENT)) == (1, 1)
    text = text.replace(REGION, REGION.replace('["code"]]', '["code"], ["name", "parent"]]'))
    file = tmp_path / "ontology.toml"
    file.write_text(text.replace(PARENT, PARENT.replace("Region", parent)), encoding="utf-8")
    if circle is None:
        assert load_vocabulary(file).label("Region").keys == (("code",), ("name", "parent"))
        return
    with pytest.raises(VocabularyError) as caught:
        load_vocabulary(file)
    for told in (caught.value.words.zh, caught.value.words.en):
        assert circle in told
    assert "绕成一圈" in caught.value.words.zh
    assert "circle" in caught.value.words.en


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    message = broken(tmp_path, '"core"', '"secret"')
    assert message.count(".level: missing or not one of") >= 2 * 10


def test_an_unreadable_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="VOCABULARY_UNREADABLE"):
        load_vocabulary(tmp_path / "none.toml")


def test_unknown_names(vocabulary: Vocabulary) -> None:
    with pytest.raises(NotFoundError, match=r"UNKNOWN_KIND.*Patent"):
        vocabulary.label("Spaceship")
    with pytest.raises(NotFoundError, match="UNKNOWN_RELATION"):
        vocabulary.relation("LOVES")
