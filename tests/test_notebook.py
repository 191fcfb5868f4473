"""The notebook runs from top to bottom and shows what its own text says."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parent.parent / "examples" / "one_family.ipynb"


def run(monkeypatch, tmp_path) -> nbformat.NotebookNode:
    """The notebook, run from top to bottom by this environment's own kernel."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "1")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    place = {"metadata": {"path": str(NOTEBOOK.parent)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=place).execute()
    return notebook


def shown(notebook: nbformat.NotebookNode, kind: str) -> list[str]:
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "stream":
                found.append(output.text if kind == "text" else "")
            else:
                found.append(output.data.get(kind, ""))
    return [text for text in found if text]


def test_the_notebook_runs_and_shows_what_its_text_says(monkeypatch, tmp_path):
    ran = run(monkeypatch, tmp_path)
    aids, floor, ladder = shown(ran, "text")
    now, raised = aids.split("\n\n")
    assert "category: relative" in now
    assert "living_relief   grant     not_entitled       0.00" in now
    assert "category: deep" in raised
    assert "living_relief   grant     entitled        8229.60" in raised
    assert floor.startswith("3395.00 -> 3600.00\n")
    assert "  relative   22860.00 ... 34290.01\n  none       34290.01 ... \n" in ladder
    assert "  accident   34290.01 ... 68580.01\n" in ladder
    assert ladder.endswith("  relative   31260.00 ... 54120.00\n  none       54120.00 ... \n")

    package, award = shown(ran, "text/html")
    assert "6350.00" in package or "6,350.00" in package
    assert "3600.00" in award or "3,600.00" in award
    assert len(shown(ran, "image/svg+xml")) == 2


def test_the_notebook_is_committed_without_outputs():
    for cell in nbformat.read(NOTEBOOK, as_version=4).cells:
        assert not cell.get("outputs")
        assert not cell.get("execution_count")
