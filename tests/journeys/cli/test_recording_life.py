"""A whole relationship, lived through by verbs alone."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from domain import breakup
from tests.journeys.cli.recording import events

Journeys = Callable[..., Result]

LIFE = """
open ada --market b2b --sector agency --when 2025-01-06
accept ada --fit core --when 2025-01-08
start ada --when 2025-01-13 --staff 0.7
record ada process-adopted process=p 'gates=[{gate: look, title: L, questions: [q]}]' --when 2025-01
sign ada --formed-by in-person --when 2025-01-13
agree ada 'First the plan' --when 2025-01-14 --client 0.4
goal ada 'Be found again' --work visibility --when 2025-01-14
gate ada look --outcome passed --answer q=yes --when 2025-01-14
promise ada 'Send the plan' --by supplier --to client --due 2025-02-01 --when 2025-01-15
ask-status ada send-the-plan --when 2025-02-03 --client -0.2
settle ada send --outcome late --when 2025-02-05
meet ada --channel call --client -0.3 --staff 0.2 --when 2025-02-10
feel ada client --scale csat --answer 2 --when 2025-03-01
uneasy ada 'We are too quick' --when 2025-03-02
reassure ada we-are --when 2025-03-03
incident ada small-error --when 2025-03-05
raise ada complaint 'The bill is wrong' --when 2025-03-06
seek ada the-bill 'A bill that is right' --when 2025-03-07
answer ada a-bill --answer deflected --ground procedure --when 2025-03-10 --client -0.7
handle ada the-bill --listened no --outcome unsolved --when 2025-03-11
announce ada --by client --form spoken --reason-told yes --when 2025-04-01
withdraw ada --by client --when 2025-04-03
announce ada --by client --form written --when 2025-05-01
act ada acknowledged --when 2025-05-02
set-end ada 2025-06-30 --when 2025-05-02
act ada thanks --personal yes --when 2025-06-30
end ada --by client --when 2025-06-30
complete ada --from 2025-05-01 --to 2025-09-30 --about all
part ada --by client --public no --wishes-well yes --when 2025-07-01
lesson ada 'Look at the bill first' --hardens look --when 2025-07-02
rekindle ada --by client --permission yes --when 2025-12-01
"""


def test_a_relationship_is_lived_through_from_open_to_rekindle(
    run: Journeys, tmp_path: Path
) -> None:
    store = tmp_path / "life.db"
    lines = LIFE.strip().splitlines()
    for number, line in enumerate(lines):
        result = run(*shlex.split(line), "--store", store, "--command-id", f"life-{number}")
        assert result.exit_code == 0, (line, result.stderr)
    facts = [event.fact for event in events(store)]
    assert breakup.BreakupWithdrawn(by="client") in facts
    assert facts[-1] == breakup.RelationshipRekindled(by="client", permission=True)
    before = len(facts)
    for number, line in enumerate(lines):
        again = run(*shlex.split(line), "--store", store, "--command-id", f"life-{number}")
        assert "nothing changed" in again.stderr, line
    assert len(events(store)) == before

    found = run("findings", "ada", "--store", store, "--format", "json", "--at", "2025-06-15")
    assert found.exit_code in (0, 1)
    assert json.loads(found.stdout)
    goodbye = run("farewell", "ada", "--store", store, "--at", "2025-09-30", "--format", "json")
    assert goodbye.exit_code in (0, 1), goodbye.stderr
    assert json.loads(goodbye.stdout)
    assert run("verify", "--store", store).exit_code == 0
    assert "courtship" in run("list", "--store", store).stdout
