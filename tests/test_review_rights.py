"""Rights are declared with the roles of the vocabulary."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import VocabularyError
from graph.ontology import DEFAULT, load_vocabulary
from graph.vocabulary import Level, Vocabulary


def test_the_roles_have_the_rights_that_their_lines_name(vocabulary: Vocabulary) -> None:
    assert [name for name, role in vocabulary.roles.items() if role.may("review")] == ["reviewer", "admin"]
    assert "anonymous" not in [name for name, role in vocabulary.roles.items() if role.may("submit")]
    assert all(role.clearance is Level.CORE for role in vocabulary.roles.values() if role.may("review"))


@pytest.mark.parametrize("rights", ['["fly"]', '"submit"', "[3]"])
def test_an_unknown_right_is_told(tmp_path: Path, rights: str) -> None:
    file = tmp_path / "ontology.toml"
    text = DEFAULT.read_text(encoding="utf-8").replace('rights = ["submit"]', f"rights = {rights}", 1)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"roles\.registered\.rights"):
        load_vocabulary(file)
