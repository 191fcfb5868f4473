"""A folder is written whole, or nothing of it is left."""

import pytest

from lnunion_rules import InputError
from lnunion_rules.writing import folder_whole


def ours(name: str) -> bool:
    return name.endswith(".txt")


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_takes_the_place_of_its_old_self(tmp_path):
    for name in ("a.txt", "b.txt"):
        with folder_whole(tmp_path / "out", "--out", ours) as made:
            (made / name).touch()
    assert names(tmp_path / "out") == ["b.txt"]
    assert names(tmp_path) == ["out"]


def failing(made, error):
    (made / "new.txt").touch()
    raise error


def test_nothing_is_left_where_the_writing_fails(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "old.txt").touch()
    with pytest.raises(ZeroDivisionError), folder_whole(tmp_path / "out", "--out", ours) as made:
        failing(made, ZeroDivisionError())
    assert names(tmp_path) == ["out"]
    assert names(tmp_path / "out") == ["old.txt"]


@pytest.mark.parametrize("name", ["file", "gone/out", ""])
def test_a_place_that_cannot_be_written_is_refused(tmp_path, name):
    (tmp_path / "file").touch()
    place = tmp_path / name if name else type(tmp_path)()
    with (
        pytest.raises(InputError) as refused,
        folder_whole(place, "--out", lambda name: True),
    ):
        pass
    assert (refused.value.code, refused.value.path) == ("file-not-written", "--out")


def test_a_disk_that_fails_in_the_middle_is_told(tmp_path):
    with (
        pytest.raises(InputError) as refused,
        folder_whole(tmp_path / "out", "--out", ours) as made,
    ):
        failing(made, OSError())
    assert refused.value.code == "file-not-written"
    assert names(tmp_path) == []
