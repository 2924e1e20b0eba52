"""Principles by department, and Article 30 by letter: exact over a register known by heart, and at one with the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from governance.exchange.article30 import completeness, overview
from governance.exchange.article30.overview import Entry, Lacking
from governance.law import evaluate, findings, scorecard
from governance.law import overview as found_overview
from governance.law.packs import law
from governance.law.population import Population, population
from governance.law.scorecard import Score
from governance.law.verdicts import Verdicts, verdicts
from governance.law.views import subjects
from governance.law.waivers import Waived
from governance.register.store import Register
from tests import lawful_register
from tests.lawful_register import CHINA, CRM, HEAD, MARKETING, NEWSLETTER, PAYROLL, STAFF

LAWFULNESS, STORAGE = "lawfulness_fairness_transparency", "storage_limitation"
SECURITY, ACCOUNTABILITY = "integrity_confidentiality", "accountability"


@pytest.fixture(scope="module")
def lawful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """The register whose findings are known by heart, under the trial law beside the packaged ones."""
    path = tmp_path_factory.mktemp("lawful") / "register.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECITAL_DATA", str(lawful_register.LAW))
        lawful_register.build(path)
        register = Register.open(path)
        yield register
        register.close()


def on_trial(register: Register) -> Verdicts:
    """Return what the trial law alone says, so that packaged rules may grow."""
    rules = tuple(rule for rule in law().rules if rule.law == "trial")
    lens = register.lens()
    with register.read(lens) as reader:
        tables = {on: evaluate.judge(reader, rules, on) for on in subjects()}
    return Verdicts(law(), rules, lens.known_revision, lens.effective_on, tables)


# What the trial law looks at: purposes under the GDPR, rows of data, activities needing a DPIA, stages, entrusted parties.
JUDGED = {
    ("purpose", MARKETING, "", LAWFULNESS): 2,
    ("purpose", STAFF, "", LAWFULNESS): 1,
    ("data", MARKETING, "", STORAGE): 2,
    ("data", STAFF, "", STORAGE): 1,
    ("data", CHINA, "", STORAGE): 1,
    ("recipient", MARKETING, "", SECURITY): 2,
    ("activity", MARKETING, "", ACCOUNTABILITY): 1,
    ("activity", STAFF, "", ACCOUNTABILITY): 1,
    **{("stage", place, stage, ACCOUNTABILITY): 1 for place in (MARKETING, STAFF, CHINA) for stage in lawful_register.STAGES},
}  # fmt: skip


def test_each_department_has_its_parts(lawful: Register) -> None:
    """Things, open findings by severity, what cannot be judged and what is accepted; an accepted one leaves no clean thing."""
    accepted = (Waived("WAI-9", "TRIAL-1", PAYROLL, "p1"),)

    scores = scorecard.scores(on_trial(lawful), Population(law(), 0, JUDGED), accepted)

    assert scores == {
        (MARKETING, LAWFULNESS): Score(judged=2),
        (STAFF, LAWFULNESS): Score(judged=1, found=1, accepted=1),
        (MARKETING, STORAGE): Score(judged=2, found=1, high=1),
        (STAFF, STORAGE): Score(judged=1),
        (CHINA, STORAGE): Score(judged=1, found=1, high=1),
        (MARKETING, SECURITY): Score(judged=2, found=1, high=1),
        (MARKETING, ACCOUNTABILITY): Score(judged=7),
        (STAFF, ACCOUNTABILITY): Score(judged=7, found=7, medium=1, low=6, unknown=1),
        (CHINA, ACCOUNTABILITY): Score(judged=6, found=6, low=6),
    }
    both = scorecard.together(scores, ACCOUNTABILITY, (STAFF, MARKETING))
    assert (both, both.share, both.open) == (Score(14, 7, medium=1, low=6, unknown=1), 0.5, 7)
    assert scorecard.together(scores, LAWFULNESS).share == 2 / 3


def test_nothing_judged_is_no_data_and_never_full_marks(lawful: Register) -> None:
    """A principle without a thing to judge has no share."""
    scores = scorecard.scores(on_trial(lawful), Population(law(), 0, JUDGED))

    assert scorecard.together(scores, "accuracy").share is None
    assert scorecard.together(scores, SECURITY, (CHINA,)) == Score()


def test_scores_are_the_findings_counted_once_more(lawful: Register) -> None:
    """Over every rule of every law, in every scope, a cell agrees with the findings unfolded; none has more than was judged."""
    for lens in (lawful.lens(), lawful.lens(actor=HEAD)):
        said = verdicts(lawful, lens)
        accepted = (Waived("WAI-9", "TRIAL-4", NEWSLETTER, ""), Waived("WAI-8", "TRIAL-2", NEWSLETTER, "d2"))
        scores = scorecard.scores(said, population(lawful, lens), accepted)
        assert sum(score.accepted for score in scores.values()) == 1
        rows = findings.table(said).to_pylist()
        number = Counter((row["department"] or "", row["principle"]) for row in rows)
        things = {
            (row["department"] or "", row["principle"], row["subject"], row["id"], row["key"]) for row in rows
        }
        touched = Counter(thing[:2] for thing in things)
        assert number
        assert {place for place, score in scores.items() if score.found} == set(number)
        for place, score in scores.items():
            assert score.open + score.accepted == number[place], place
            assert score.found == touched[place] <= score.judged, place
        unknown = found_overview.totals(found_overview.by_rule(said)).unknown
        assert sum(score.unknown for score in scores.values()) == unknown


def test_letters_of_article_30_are_those_of_the_record(lawful: Register) -> None:
    """Every record has the states its own page shows, whichever way they are counted."""
    with lawful.read(lawful.lens()) as reader:
        entries = overview.entries(reader)
        for each in entries:
            alone = {row["letter"]: row["state"] for row in completeness(reader, each.id)}
            assert each.states == alone

    assert {each.id: "".join(each.lacking) for each in entries} == {
        NEWSLETTER: "acfg",
        PAYROLL: "acdg",
        CRM: "abcdfg",
    }


def test_article_30_counts_by_letter_and_department(lawful: Register) -> None:
    """Stated as none is complete, not known is not; a register without records has no share."""
    with lawful.read(lawful.lens()) as reader:
        entries = overview.entries(reader)
    mine = overview.of_register(entries, "controller")

    letters = overview.by_letter(mine, "controller")
    assert {letter: tally.done for letter, tally in letters.items()} == dict(
        zip("abcdefg", (0, 2, 0, 1, 3, 1, 0), strict=True)
    )
    assert letters["d"].counts == {"missing": 1, "unknown": 1, "none": 0, "complete": 1}
    assert letters["e"].counts == {"missing": 0, "unknown": 0, "none": 1, "complete": 2}
    assert overview.by_department(mine)[STAFF]["d"].share == 0
    assert overview.by_department(mine)[STAFF]["e"].share == 1
    assert (overview.whole(mine).done, overview.whole(mine).share) == (0, 0)
    assert [each.id for each in overview.of_register(entries, "controller", (CHINA,))] == [CRM]
    assert overview.whole(overview.of_register(entries, "processor")).share is None


def test_a_record_is_complete_when_no_letter_lacks_anything() -> None:
    """Filled in and stated as none together are complete; one letter that is not known is enough against it."""
    done = Entry("ACT-1", "A", None, "", "processor", dict.fromkeys("abd", "complete") | {"c": "none"})  # type: ignore[arg-type]
    open_ = Entry("ACT-2", "B", None, "", "processor", dict.fromkeys("abd", "complete") | {"c": "unknown"})  # type: ignore[arg-type]

    assert (overview.whole([done, open_]).done, overview.whole([done, open_]).share) == (1, 0.5)
    assert (done.lacking, open_.lacking) == ((), ("c",))


def test_what_a_letter_lacks_names_field_state_and_row(lawful: Register) -> None:
    """The second row of data has no people and no period; recipients of payroll are stated as not known."""
    with lawful.read(lawful.lens()) as reader:
        by_letter = {letter: overview.lacking(reader, letter) for letter in "abcdefg"}
        entries = {each.id: each for each in overview.entries(reader)}

    assert by_letter["c"][NEWSLETTER] == (Lacking("data", "missing", "d2"),)
    assert by_letter["f"][NEWSLETTER] == (Lacking("data", "missing", "d2"),)
    assert by_letter["d"][PAYROLL] == (Lacking("recipients", "unknown", None),)
    for letter, lacks in by_letter.items():
        assert set(lacks) == {each.id for each in entries.values() if letter in each.lacking}
