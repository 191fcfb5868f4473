"""Areas of Liaoning: by code, and by the name a clerk would write."""

import pytest
from families import household

from lnunion_rules import InputError
from lnunion_rules.areas import area_code, areas, city_of, full_name, is_urban_district


def test_every_area_has_a_code_of_liaoning_a_kind_and_a_parent_on_record() -> None:
    for code, area in areas().items():
        assert code == area.code
        assert len(code) == 6
        assert code.startswith("21")
        assert area.kind in {"province", "city", "district", "county", "county_city"}
        assert (area.parent in areas()) is (area.kind != "province")


def test_there_are_fourteen_cities() -> None:
    cities = [area.name for area in areas().values() if area.kind == "city"]
    assert len(cities) == 14
    assert {"沈阳市", "大连市", "鞍山市", "葫芦岛市"} <= set(cities)


def test_the_kind_agrees_with_the_code() -> None:
    for code, area in areas().items():
        if area.kind in ("district", "county", "county_city"):
            assert is_urban_district(code) is (area.kind == "district"), area
            assert area.parent == city_of(code)
        else:
            assert code.endswith("00")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("210302", "210302"),
        ("鞍山市", "210300"),
        ("辽宁省", "210000"),
        ("鞍山市铁东区", "210302"),
        ("辽宁省鞍山市铁东区", "210302"),
        ("铁东区", "210302"),
        ("海城市", "210381"),
        ("鞍山市海城市", "210381"),
        ("岫岩满族自治县", "210323"),
        ("沈阳市铁西区", "210106"),
        ("鞍山市铁西区", "210303"),
    ],
)
def test_an_area_is_found_by_code_or_name(text: str, code: str) -> None:
    assert area_code(text) == code
    assert household(area=text).area == code


def test_a_name_that_two_cities_share_is_refused_with_both_codes() -> None:
    with pytest.raises(InputError) as refused:
        area_code("铁西区", "area")
    assert (refused.value.code, refused.value.path) == ("area-ambiguous", "area")
    assert refused.value.details == {"codes": "210106、210303"}
    with pytest.raises(InputError) as of_household:
        household(area="铁西区")
    assert (of_household.value.code, of_household.value.path) == ("area-ambiguous", "area")
    assert of_household.value.details == {"codes": "210106、210303"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "999999",
        "110101",
        "21030",
        "2103020",
        "210302 ",
        "２１０３０２",
        "鞍山",
        "北京市",
        "210399",
    ],
)
def test_an_unknown_area_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(InputError) as refused:
        area_code(text, "members_area")
    assert (refused.value.code, refused.value.path) == ("area-unknown", "members_area")
    assert refused.value.details == {}


def test_a_full_name_has_the_city_before_it_once() -> None:
    assert full_name("210302") == "鞍山市铁东区"
    assert full_name("210300") == "鞍山市"
    assert full_name("210000") == "辽宁省"
