"""Many questions to one process of PQL."""
import decimal
import json
import subprocess


def answers(program, data, today, questions):
    """The answer to each question as PQL's JSON, None where there is none; and all messages.

    Behind each question stands one whose answer says its number, so that an answer that does not
    come is noticed.
    """
    text = "".join(
        f"{question}\n\ndeals limit 1 show answered: {number}\n\n"
        for number, question in enumerate(questions)
    )
    ended = subprocess.run(
        [program, str(data), "--as", "json", "--today", today],
        input=text, capture_output=True, text=True, check=False,
    )
    decoder = json.JSONDecoder(parse_float=decimal.Decimal)
    found, place, latest = [None] * len(questions), 0, None
    while place < len(ended.stdout):
        answer, place = decoder.raw_decode(ended.stdout, place)
        place += len(ended.stdout[place:]) - len(ended.stdout[place:].lstrip())
        rows = answer["rows"]
        if rows and "answered" in rows[0]:
            found[int(rows[0]["answered"])], latest = latest, None
        else:
            latest = answer
    return found, ended.stderr


def message(program, data, today, question):
    """What PQL says of a question that it does not answer."""
    ended = subprocess.run(
        [program, str(data), "--today", today, "-c", question],
        capture_output=True, text=True, check=False,
    )
    return ended.stderr.strip()
