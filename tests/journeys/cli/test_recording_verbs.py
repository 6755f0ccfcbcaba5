"""Every verb records exactly the fact that is meant."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from domain import breakup, care, contract, courtship, friction, numbers, process, promises
from domain._kernel import Fact, event_id
from domain.feelings import FeelingObserved, Rating
from domain.moments import Moment
from journeys.cli.app import RECORDING
from journeys.cli.recording import judging
from tests.journeys.cli.recording import events, named

Journeys = Callable[..., Result]

MEANT: list[tuple[str, Fact]] = [
    (
        "open new --market b2b --title Shop",
        courtship.RelationshipOpened(market="b2b", title="Shop"),
    ),
    ("accept ada --fit core", courtship.IntakeDecided(outcome="accepted", fit="core")),
    (
        "decline ada --declined-by supplier --near-miss refer",
        courtship.IntakeDecided(outcome="declined", declined_by="supplier", near_miss="refer"),
    ),
    ("start ada", contract.CooperationStarted()),
    (
        "sign ada --formed-by in-person --months 12",
        contract.ContractSigned(contract="contract-2", formed_by="in-person", months=12),
    ),
    ("renew ada contract", contract.ContractRenewed(contract="contract")),
    (
        "agree ada 'Shop first' --replaces first --parties client,supplier",
        contract.AgreementMade(
            agreement="shop-first",
            text="Shop first",
            replaces="first-plan",
            parties=("client", "supplier"),
        ),
    ),
    (
        "goal ada Sell --work sales-launch --metric orders --target 12 --unit count --due 2027",
        contract.GoalSet(
            goal="sell-2",
            text="Sell",
            work="sales-launch",
            target=contract.Target(metric="orders", value=12, unit="count", due=Moment("2027")),
        ),
    ),
    (
        "gate ada intake --outcome passed --answer 'budget=yes = enough'",
        process.GateDecided(
            gate="intake",
            outcome="passed",
            answers=(process.Answer(question="budget", answer="yes = enough"),),
        ),
    ),
    (
        "waive ada intake --harmless-for visibility --until 2027-01-01",
        process.WaiverGranted(
            waiver="intake",
            gates=("intake",),
            harmless_for=("visibility",),
            until=Moment("2027-01-01"),
        ),
    ),
    (
        "promise ada 'Call Jan back' --by supplier --to client --due 2027-01-01",
        promises.PromiseMade(
            promise="call-back",
            text="Call Jan back",
            by="supplier",
            to="client",
            due=Moment("2027-01-01"),
        ),
    ),
    (
        "settle ada send --outcome kept",
        promises.PromiseSettled(promise="send-plan", outcome="kept"),
    ),
    ("ask-status ada send-plan", promises.StatusAsked(promise="send-plan")),
    (
        "measure ada open-rate --value 0,31 --unit share",
        numbers.MetricObserved(metric="open-rate", value=0.31, unit="share"),
    ),
    (
        "expect ada buyers --by client --value 100 --unit count",
        numbers.ExpectationStated(
            expectation="buyers", metric="buyers", by="client", value=100, unit="count"
        ),
    ),
    (
        "advise ada 'Tidy up first' --gate intake",
        process.AdviceGiven(advice="tidy-up-first", text="Tidy up first", gate="intake"),
    ),
    (
        "heed ada tidy-up --answer rejected",
        process.AdviceAnswered(advice="tidy-up", answer="rejected"),
    ),
    (
        "assign ada staff-7 --role designer --expertise mail,shop",
        contract.StaffAssigned(person="staff-7", role="designer", expertise=("mail", "shop")),
    ),
    ("meet ada --personal ja", care.ContactHeld(personal=True)),
    (
        "feel ada client --valence -0.5 --category worried",
        FeelingObserved(
            whose="client", valence=-0.5, category="worried", said_by="client", source="retold"
        ),
    ),
    (
        "feel ada client --scale nps --answer 3",
        FeelingObserved(
            whose="client",
            rating=Rating(scale="nps", answer=3),
            valence=Rating(scale="nps", answer=3).valence,
            said_by="client",
            source="survey",
        ),
    ),
    (
        "feel ada client --valence 0.1 --word staff",
        FeelingObserved(
            whose="client", valence=0.1, said_by="staff", source="colleague", mode="perceived"
        ),
    ),
    (
        "care ada need-answered --need more-time",
        care.CareGiven(kind="need-answered", need="more-time"),
    ),
    ("need ada 'More light'", care.NeedObserved(need="more-light", text="More light")),
    (
        "signal ada life-event --until 2027-01",
        care.SignalNoted(signal="life-event-2", kind="life-event", until=Moment("2027-01")),
    ),
    (
        "raise ada complaint 'Wrong bill'",
        friction.IssueRaised(issue="wrong-bill-2", kind="complaint", text="Wrong bill"),
    ),
    (
        "handle ada wrong-bill --listened yes --outcome solved",
        friction.IssueHandled(issue="wrong-bill", listened=True, outcome="solved"),
    ),
    (
        "seek ada wrong-bill --by both",
        friction.SolutionSought(request="request-2", issue="wrong-bill", by="both"),
    ),
    (
        "answer ada request --answer deflected --ground procedure",
        friction.RequestAnswered(request="request", answer="deflected", ground="procedure"),
    ),
    (
        "incident ada small-error --draws-on holiday",
        friction.IncidentOccurred(kind="small-error", draws_on="holiday"),
    ),
    ("concede ada goodwill", friction.ConcessionMade(motive="goodwill")),
    ("uneasy ada --by client --name odd", friction.UneaseVoiced(unease="odd", by="client")),
    ("reassure ada unease", friction.UneaseAnswered(unease="unease")),
    (
        "announce ada --by client --form spoken --reason-told no",
        breakup.BreakupAnnounced(by="client", form="spoken", reason_told=False),
    ),
    ("set-end ada 2027-01-01", breakup.EndDateSet(ends=Moment("2027-01-01"))),
    ("act ada thanks --personal yes", breakup.FarewellActDone(act="thanks", personal=True)),
    ("end ada --by client --value trust", breakup.RelationshipEnded(by="client", value="trust")),
    (
        "complete ada --from 2025-01 --to 2025-03 --about thanks,referral --about hurdle",
        breakup.RecordDeclaredComplete(
            begins=Moment("2025-01"),
            ends=Moment("2025-03"),
            about=("thanks", "referral", "hurdle"),
        ),
    ),
    (
        "part ada --by client --public no --wishes-well yes",
        breakup.PartingStatementMade(by="client", public=False, wishes_well=True),
    ),
    (
        "lesson ada 'First look' --hardens intake",
        breakup.LessonRecorded(lesson="first-look", text="First look", hardens=("intake",)),
    ),
    (
        "record ada rival-noticed stage=attention second_best=true",
        breakup.RivalNoticed(stage="attention", second_best=True),
    ),
    (
        "record ada work-planned plan=first 'tasks=[look, leap]' text=2026",
        process.WorkPlanned(plan="first", tasks=("look", "leap"), text="2026"),
    ),
    (
        "record ada context-noted topic_of=history text='long away' since=2024-01~",
        contract.ContextNoted(topic_of="history", text="long away", since=Moment("2024-01~")),
    ),
]
"""Withdraw and rekindle come after an ending: see test_recording_life."""


@pytest.mark.parametrize(("line", "meant"), MEANT, ids=[line for line, _ in MEANT])
def test_a_verb_records_the_fact_that_is_meant(
    run: Journeys, tmp_path: Path, line: str, meant: Fact
) -> None:
    store = named(tmp_path / "a.db")
    known = events(store)
    result = run(*shlex.split(line), "--store", store)
    assert result.exit_code == 0, result.stderr
    if line.startswith("open "):
        assert [event.fact for event in events(store, "new")] == [meant]
        return
    assert [event.fact for event in events(store)[len(known) :]] == [meant]


def test_the_table_above_has_every_verb() -> None:
    tried = {line.split()[0] for line, _ in MEANT}
    answering = {verb.name for verb in judging.VERBS}  # tried in test_answering.py
    assert set(RECORDING) - tried - answering == {"withdraw", "rekindle"}


def test_every_act_can_be_vouched_for_at_once(run: Journeys, tmp_path: Path) -> None:
    store = named(tmp_path / "a.db")
    run("complete", "ada", "--from", "2025-01", "--to", "today", "--about", "all", "--store", store)
    fact = events(store)[-1].fact
    assert len(fact.about) == 29
    assert fact.ends.precision == "day"


def test_both_feelings_are_recorded_about_the_contact(run: Journeys, tmp_path: Path) -> None:
    store = named(tmp_path / "a.db")
    asked = ("--channel", "call", "--client", "-0.3", "--staff", "0,2", "--command-id", "c-9")
    result = run("meet", "ada", *asked, "--store", store, "--format", "json")
    contact, client, staff = events(store)[-3:]
    assert contact.channel == "call"
    about = event_id("c-9", 0)
    assert contact.id == about == client.fact.about == staff.fact.about
    told = [(e.fact.whose, e.fact.valence, e.fact.said_by) for e in (client, staff)]
    assert told == [("client", -0.3, "client"), ("staff", 0.2, "staff")]
    rows = json.loads(result.stdout)
    assert [row["version"] for row in rows] == [16, 17, 18]
    assert [row["id"] for row in rows] == [contact.id, client.id, staff.id]
    assert {row["command_id"] for row in rows} == {"c-9"}


def test_how_we_know_it_is_recorded_too(
    run: Journeys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = named(tmp_path / "a.db")
    cause = events(store)[3].id
    told = ("--word", "client", "--basis", "implied", "--cause", cause[:8], "--when", "2026-02")
    monkeypatch.setenv("JOURNEYS_ACTOR", "staff-3")
    assert run("meet", "ada", *told, "--store", store).exit_code == 0
    event = events(store)[-1]
    known = (event.on_whose_word, event.basis, event.cause, event.occurred_at, event.actor)
    assert known == ("client", "implied", cause, "2026-02", "staff-3")
    run("meet", "ada", "--store", store, "--actor", "staff-4")
    assert events(store)[-1].actor == "staff-4"


def test_a_word_may_be_typed_in_the_reader_s_language(run: Journeys, tmp_path: Path) -> None:
    store = named(tmp_path / "a.db")
    typed = ("announce", "ada", "--by", "klant", "--form", "Mondeling", "--lang", "nl")
    assert run(*typed, "--store", store).exit_code == 0
    assert events(store)[-1].fact == breakup.BreakupAnnounced(by="client", form="spoken")


def test_the_names_that_were_made_are_printed(run: Journeys, tmp_path: Path) -> None:
    store = named(tmp_path / "a.db")
    said = run("need", "ada", "More light", "--store", store).stdout
    assert "more-light" in said
    assert "more-light-2" in run("need", "ada", "More light", "--store", store).stdout
