"""How the commands tell how long something still takes."""

import pytest

from samaan.cli.console import Progress, left


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(3, "less than a minute"), (80, "about 1 minute"), (370, "about 6 minutes"), (75_000, "about 1,250 minutes")],
)
def test_the_time_left_in_words(seconds, said):
    assert left(seconds) == said


def test_how_far_it_has_come(capsys):
    progress = Progress("reports")
    progress(1, 20_000)
    assert capsys.readouterr().out == "", "not at once"
    progress.began -= 60
    progress.next = progress.began
    progress(1_200, 20_000)
    assert capsys.readouterr().out == "  1,200 of 20,000 reports, about 16 minutes left\n"
    progress(1_201, 20_000)
    assert capsys.readouterr().out == "", "ever more seldom"
