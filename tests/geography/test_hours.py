"""Opening hours, compact and in French."""

from meetups.geography.hours import compact_hours, hours_in_french

MORNING = ["09:00:00", "12:00:00"]
AFTERNOON = ["13:30:00", "17:00:00"]


def test_days_that_share_their_hours_are_one_rule() -> None:
    ranges = [["lundi", "mardi", [MORNING, AFTERNOON]], ["mercredi", "mercredi", [MORNING, AFTERNOON]]]
    assert compact_hours(ranges) == "Mo-We 09:00-12:00,13:30-17:00"


def test_a_day_off_separates_rules() -> None:
    ranges = [["lundi", "lundi", [MORNING]], ["mercredi", "mercredi", [MORNING]]]
    assert compact_hours(ranges) == "Mo 09:00-12:00; We 09:00-12:00"


def test_an_empty_last_day_means_one_day() -> None:
    assert compact_hours([["samedi", "", [MORNING]]]) == "Sa 09:00-12:00"


def test_slots_come_in_order_and_once() -> None:
    ranges = [["jeudi", "jeudi", [AFTERNOON, MORNING]], ["jeudi", "jeudi", [MORNING]]]
    assert compact_hours(ranges) == "Th 09:00-12:00,13:30-17:00"


def test_a_slot_that_does_not_end_after_it_begins_is_left_out() -> None:
    assert compact_hours([["lundi", "lundi", [["12:00:00", "12:00:00"], ["17:00:00", "14:00:00"]]]]) == ""


def test_unknown_days_and_malformed_times_are_left_out() -> None:
    assert (
        compact_hours([["jour férié", "", [MORNING]], ["lundi", "", [["9h", "12h"], ["25:00:00", "26:00:00"]]]]) == ""
    )


def test_french_lines_read_as_a_notice_on_a_door() -> None:
    assert hours_in_french("Mo-Th 08:00-12:00,13:30-17:00; Sa 09:00-11:45") == [
        "lundi à jeudi\u00a0: 8\u00a0h – 12\u00a0h, 13\u00a0h\u00a030 – 17\u00a0h",
        "samedi\u00a0: 9\u00a0h – 11\u00a0h\u00a045",
    ]


def test_no_hours_give_no_line() -> None:
    assert hours_in_french(compact_hours([])) == []
