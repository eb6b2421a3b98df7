"""Writes years.txt: fiscal years of weeks from 1990 to 2060, found by walking over all days.

python3 years.py > years.txt
"""

import datetime

DAY = datetime.timedelta(days=1)
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTHS = (
    "january february march april may june july august september october november december".split()
)
CALENDARS = [
    ("4-5-4", "saturday nearest january 31", "start"),
    ("4-4-5", "last saturday of september", "end"),
    ("13x4", "last saturday of december", "start"),
    ("5-4-4", "sunday nearest december 31", "end"),
    ("4-4-5", "saturday nearest december 31", "start"),
    ("5-4-4", "last friday of february", "start"),
    ("4-5-4", "friday nearest january 2", "end"),
    ("13x4", "thursday nearest march 1", "start"),
]


def nominal_end(day, rule):
    """The place of the calendar that a year ending on `day` ends at; None where none does."""
    words = rule.split()
    if words[0] == "last":
        weekday, month = WEEKDAYS.index(words[1]), MONTHS.index(words[3]) + 1
        after = day + 7 * DAY
        if day.weekday() != weekday or day.month != month or after.month == month:
            return None
        while (day + DAY).month == month:
            day += DAY
        return day
    weekday, month, number = WEEKDAYS.index(words[0]), MONTHS.index(words[2]) + 1, int(words[3])
    if day.weekday() != weekday:
        return None
    for distance in range(-3, 4):
        place = day + distance * DAY
        if (place.month, place.day) == (month, number):
            return place
    return None


def weeks_of_months(pattern, weeks):
    months = [4] * 13 if pattern == "13x4" else [int(part) for part in pattern.split("-")] * 4
    months[-1] += weeks - sum(months)
    return months


for pattern, rule, named in CALENDARS:
    print(f"{pattern}, {rule}, {named}")
    begin = None
    previous = None
    day = datetime.date(1985, 1, 1)
    while day.year < 2064:
        place = nominal_end(day, rule)
        if place:
            if begin:
                name = place.year if named == "end" else (previous + DAY).year
                weeks = ((day - begin).days + 1) // 7
                months = weeks_of_months(pattern, weeks)
                if 1990 <= name <= 2060:
                    print(name, begin, *months)
            begin, previous = day + DAY, place
        day += DAY
