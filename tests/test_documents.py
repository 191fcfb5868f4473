"""Reading JSON strictly, and cases one or many."""

import io
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules import InputError
from lnunion_rules.cases import household_from, lines_of, one_or_many
from lnunion_rules.documents import MOST_BYTES, MOST_DEEP, decoded, read_json

MARKER = "MARKERZHANGSAN"


def refusal(data: bytes | str) -> tuple[str, str]:
    with pytest.raises(InputError) as refused:
        read_json(data)
    assert MARKER not in str(refused.value)
    assert MARKER not in repr(refused.value.__dict__)
    assert refused.value.__cause__ is None
    return refused.value.code, refused.value.path


@pytest.mark.parametrize(
    ("document", "code", "path"),
    [
        ('{"a": 1, "a": 2}', "key-twice", "a"),
        ('{"members": [{}, {"sex": 1, "sex": 1}]}', "key-twice", "members[1].sex"),
        ('{"210302196703011234": 1, "210302196703011234": 2}', "key-twice", "?"),
        ('{"a": [1, {"b": NaN}]}', "number-not-finite", "a[1].b"),
        ('{"a": Infinity}', "number-not-finite", "a"),
        ("[-Infinity]", "number-not-finite", "[0]"),
        ('{"income": 1800.5}', "number-with-fraction", "income"),
        ('{"income": 1e5}', "number-with-fraction", "income"),
        ("1e999999", "number-with-fraction", ""),
        ('{"income": ' + "9" * 21 + "}", "number-too-long", "income"),
        ('{"income": -' + "9" * 5000 + "}", "number-too-long", "income"),
        ('{"name": "\\ud800"}', "lone-surrogate", "name"),
        ('{"\\udfff": 1}', "lone-surrogate", "?"),
        ("[" * 100_000, "nested-too-deep", ""),
        ('{"a":' * 100_000, "nested-too-deep", ""),
        ("[" * (MOST_DEEP + 1) + "]" * (MOST_DEEP + 1), "nested-too-deep", ""),
        ('{"a": "MARKERZHANGSAN', "json-broken", ""),
        ("{'a': 1}", "json-broken", ""),
        ('{"a": "\t"}', "json-broken", ""),
        ('{"a": 1} {"a": 2}', "json-broken", ""),
        ('{"a": tru}', "json-broken", ""),
        ("", "file-empty", ""),
        (" \n\t", "file-empty", ""),
        ("\ufeff", "file-empty", ""),
        (b"\xff\xff", "encoding-unknown", ""),
        (b"\xef\xbb\xbf\xff", "encoding-unknown", ""),
        (b"\xff\xfe{", "encoding-unknown", ""),
        (b" " * (MOST_BYTES + 1), "file-too-large", ""),
    ],
)
def test_what_python_would_pass_over_is_refused_with_its_place(document, code, path):
    assert refusal(document) == (code, path)


def test_the_first_thing_wrong_is_the_one_named():
    assert refusal('{"a": 1.5, "b": NaN}') == ("number-with-fraction", "a")


def test_broken_json_is_told_by_line_and_column_only():
    with pytest.raises(InputError) as refused:
        read_json(f'{{"name": "{MARKER}",\n "sex": }}')
    assert refused.value.details == {"line": 2, "column": 9}


@pytest.mark.parametrize(
    "document",
    ["[" * MOST_DEEP + "]" * MOST_DEEP, '{"a": "' + "[" * 1000 + '"}', "[[]" + ",[]" * 500 + "]"],
)
def test_nesting_up_to_the_bound_is_read(document):
    assert read_json(document) == json.loads(document)


def test_a_document_made_to_be_slow_is_not():
    began = time.perf_counter()
    for document in ('{"a":' + '"\\"' * 1_000_000, '"' * 2_000_000, "[" + '"\\' * 500_000):
        refusal(document)
    assert time.perf_counter() - began < 10


def test_an_object_of_many_keys_with_one_twice_is_refused_quickly():
    keys = ",".join(f'"k{number}":0' for number in range(200_000))
    began = time.perf_counter()
    assert refusal(f'{{{keys},"k7":1}}') == ("key-twice", "k7")
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize(
    "data",
    [
        '{"城": "鞍山"}'.encode(),
        '{"城": "鞍山"}'.encode("utf-8-sig"),
        '{"城": "鞍山"}'.encode("gbk"),
        '{"城": "鞍山"}'.encode("gb18030"),
        '{"城": "鞍山"}'.encode("utf-16"),
        b"\xfe\xff" + '{"城": "鞍山"}'.encode("utf-16-be"),
        '\ufeff{"城": "鞍山"}',
    ],
)
def test_the_usual_encodings_are_read(data):
    assert read_json(data) == {"城": "鞍山"}


def test_utf_16_without_its_mark_is_not_guessed():
    with pytest.raises(InputError):
        read_json('{"a": 1}'.encode("utf-16-le"))


def test_a_pair_of_surrogates_is_one_character():
    assert read_json('{"a": "\\ud83d\\ude00"}') == {"a": "\U0001f600"}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**20) + 1, 10**20 - 1) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_any_other_document_is_read_as_python_reads_it(value):
    assert read_json(json.dumps(value)) == value
    assert read_json(json.dumps(value, ensure_ascii=False).encode()) == value


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data):
    try:
        read = read_json(data)
    except InputError as refused:
        read = refused.message("zh") and refused.fix("en")
    json.dumps(read)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_text_survives_decoding(text):
    assert decoded(text.encode()) == text or text.encode().startswith(
        (b"\xff\xfe", b"\xef\xbb\xbf")
    )


ONE = json.dumps(
    {
        "household_id": "LN-1",
        "area": "210302",
        "members": [{"member_id": "m1", "relation": "head"}],
    }
)


def test_a_household_is_read_from_text_bytes_and_plain_values():
    of_text = household_from(ONE)
    assert household_from(ONE.encode("utf-16")) == of_text
    assert household_from(json.loads(ONE)) == of_text


@pytest.mark.parametrize("data", ["[]", "1", '"text"', "null", "[{}]"])
def test_what_is_no_object_is_no_household(data):
    with pytest.raises(InputError) as refused:
        household_from(data)
    assert refused.value.code == "not-an-object"


def lines(*texts: str) -> io.BytesIO:
    return io.BytesIO("".join(texts).encode())


def told(stream: io.BytesIO, *, at_once: bool = False):
    whole, rest = one_or_many(lines_of(stream), at_once=at_once)
    return whole, [line.number for line in rest if not line.blank]


def test_lines_are_numbered_from_one_with_blank_ones_counted():
    found = [(line.number, line.blank) for line in lines_of(lines("\n", ONE, "\n\n", ONE))]
    assert found == [(1, True), (2, False), (3, True), (4, False)]


def test_one_line_alone_is_one_case():
    assert told(lines(ONE)) == (ONE.encode(), [])
    assert told(lines("\n", ONE, "\n\n"))[0] is not None


def test_a_case_over_several_lines_is_one_case():
    spread = json.dumps(json.loads(ONE), indent=1)
    for at_once in (False, True):
        assert told(lines(spread), at_once=at_once) == (spread.encode(), [])


def test_two_cases_are_many():
    for at_once in (False, True):
        assert told(lines(ONE, "\n", "\n", ONE), at_once=at_once) == (None, [1, 3])


def test_a_first_line_cut_short_is_told_from_a_case_over_several_lines_by_the_second():
    assert told(lines(ONE[:40], "\n", ONE, "\n", ONE)) == (None, [1, 2, 3])


def test_a_first_line_broken_before_its_end_is_one_of_many():
    assert told(lines("{'a': 1}\n", ONE)) == (None, [1, 2])


def test_with_at_once_the_first_case_does_not_wait_for_a_second():
    def endless():
        yield from lines_of(lines(ONE, "\n"))
        raise AssertionError("the second line was waited for")

    whole, rest = one_or_many(endless(), at_once=True)
    assert whole is None
    assert next(rest).number == 1


def test_nothing_at_all_is_one_empty_case():
    assert told(lines()) == (b"", [])


def test_lines_in_utf_16_are_read_by_its_mark():
    found = list(lines_of(io.BytesIO(f"{ONE}\n{ONE}\n".encode("utf-16"))))
    assert [household_from(line.data).household_id for line in found] == ["LN-1", "LN-1"]


def test_lines_in_broken_utf_16_are_refused():
    with pytest.raises(InputError) as refused:
        list(lines_of(io.BytesIO(b"\xff\xfe{\x00\n\x00\x00\xd8\n\x00")))
    assert refused.value.code == "encoding-unknown"


def test_a_line_too_long_to_be_a_case_is_refused_and_the_rest_go_on():
    stream = lines('"', "x" * (2 * MOST_BYTES + 10), '"\n', ONE)
    first, second = lines_of(stream)
    assert second.number == 2
    assert household_from(second.data).household_id == "LN-1"
    with pytest.raises(InputError) as refused:
        household_from(first.data)
    assert refused.value.code == "file-too-large"


def test_a_stack_that_is_nearly_full_is_no_crash(monkeypatch):
    class Full:
        def decode(self, _):
            raise RecursionError

    monkeypatch.setattr("json.JSONDecoder", lambda **_: Full())
    assert refusal("{}") == ("nested-too-deep", "")
