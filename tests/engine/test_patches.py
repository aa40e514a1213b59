"""Reading patches.txt."""

import frappe
import pytest

from frappe_embedded.patches import read_patches


@pytest.fixture
def patches_of(ct, tmp_path, monkeypatch):
    """The patches of an app whose patches.txt has these lines."""

    def read(text):
        (tmp_path / "patches.txt").write_text(text)
        monkeypatch.setattr("frappe_embedded.patches.app_folder", lambda app: tmp_path)
        return read_patches("any")

    return read


def test_both_sections_in_any_order(patches_of):
    found = patches_of("[post_model_sync]\nb\n\n[pre_model_sync]\n# why\na\n")
    assert (found.pre_model_sync, found.post_model_sync) == (["a"], ["b"])


def test_a_flat_list_runs_before_the_sync(patches_of):
    assert patches_of("a\nb #2026").pre_model_sync == ["a", "b #2026"]


def test_one_section_alone_is_refused(patches_of):
    with pytest.raises(frappe.ValidationError, match="needs both sections"):
        patches_of("[pre_model_sync]\na\n")


def test_an_app_without_patches_has_none(ct, tmp_path, monkeypatch):
    monkeypatch.setattr("frappe_embedded.patches.app_folder", lambda app: tmp_path)
    assert read_patches("any").all == []
