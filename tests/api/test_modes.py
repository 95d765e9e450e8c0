"""What the server reads of the page's modes is what their files declare."""

from app.modes import modes, modes_for


def test_the_tabs_are_those_of_the_registry_in_its_order():
    assert list(modes()) == ["lab", "train", "apps"]


def test_a_mode_is_read_as_its_file_declares_it():
    train = modes()["train"]
    assert train.sheets == ("training",)
    assert train.companions == {"app": "apps"}
    assert train.entry == "js/training/training.js"
    assert "training" in train.parts
    assert modes()["apps"].sheets == ("apps",)
    assert modes()["lab"].entry is None


def test_a_page_begins_with_the_mode_that_its_address_names_and_with_that_modes_companions():
    assert [mode.id for mode in modes_for({})] == ["lab"]
    assert [mode.id for mode in modes_for({"mode": "nonsense"})] == ["lab"]
    assert [mode.id for mode in modes_for({"mode": "train"})] == ["train"]
    assert [mode.id for mode in modes_for({"mode": "train", "app": "text"})] == ["train", "apps"]
    assert [mode.id for mode in modes_for({"mode": "lab", "app": "text"})] == ["lab"]
