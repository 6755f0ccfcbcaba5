"""What the page says around its tables."""

TITLE = """
# Benchmarks

This page is written by `make bench`; do not edit it. It says how long the engine takes to save,
load, rebuild and project, **beside two others that do the same in the same run**: the event
library the way its documentation uses it, and bare `sqlite3`, which is as quick as the file
allows. The last section, [Detection](#detection), is written by `make bench-detection`: what each
way of noticing a drift finds, and how fast.
"""

HOW_TO_READ = """
## How to read it

- **The ratios decide.** *Ours ÷ library* below 1 means that we are quicker: 0.5 is half the time.
  *Ours ÷ raw* says what all that we do costs on top of the file itself. Times alone hold for the
  machine above only, and for what else it was doing.
- A ratio is the **median over {rounds} rounds** of our time divided by the other's *in that same
  round*; between brackets the least and the greatest. Where the brackets hold 1 between them, the
  run does not tell the two apart. Before the rounds that count, everybody did one to warm up.
- In a round the contenders take turns, each round begun by another, so that a disk or a neighbour
  that becomes slow slows all of them. Times are medians, by the wall clock, waiting for the disk
  included; rows that end in *CPU* are the same rounds in seconds that the process itself was at
  work, in the kernel as well. Speed is never a test: nothing fails because of a figure on this
  page.
- After the last round the contenders must hold the same number of events, promises or view rows;
  otherwise the run stops, because times of different results cannot be compared.
"""

MEASURED = """
## What was measured

Plain journeys (seed {seed}): a relationship is opened, the cooperation starts, then contacts
(40%), feelings (35%), promises made and kept (20%) and small incidents (5%), one fact per command.
The log that is rebuilt and projected has {relationships} relationships and {log} events; *mixed*
means in order of time, all relationships through each other, *one by one* as an import writes
them.

- **Ours**: the store as people use it. Every save is checked against the rules and the ledger of
  commands, and keeps an evidence entry with two hashes, a head and a ledger row in one transaction
  with `synchronous=FULL`.
- **Library**: `Application` and `Aggregate` with `@event` methods on its SQLite recorder, at its
  defaults. Its events carry the same fields as ours, its state is simpler, and it checks no rule,
  keeps no evidence and recognises no repeated command. It sets no synchronous mode; the table
  above names the one it got. Where this is FULL already, the rows *library with FULL set* measure
  the same thing twice, and the difference between them is the noise of the run.
- **Raw**: one table, the same payload bytes, prepared before the clock starts; nothing is decoded.
"""

GROUPS = {
    "save": """
One command is saved as people save it: the relationship is loaded, the rules decide, the event is
kept for good (`BEGIN IMMEDIATE`, last version, `INSERT`, `COMMIT` for raw). A batch is decided
before the clock starts and kept in one transaction.

- *N events before it* is where the first round begins; each save adds one. The library loads the
  whole aggregate for every command, from its file, in all these rows: as it comes it keeps none
  in memory.
- Ours begins with **nothing in memory** for each command. It reads what the command hangs on: for
  a contact, a feeling or an incident (four of five here) that the history has begun, and nothing
  else; for a promise all promises and what became of them. *Promise or incident* rows save only
  those, and pass over the others that the story has in between.
- *By an engine that held it*: one of ours that goes on running, with the states of these
  relationships in memory, as a server or a notebook has them. It reads what came since, by others
  too. The library is the same as in the other rows.
""",
    "shards": """
Four processes record one command after another, each to relationships of its own, on a PostgreSQL
that keeps its word (`fsync=on`); the same with one lock and with several. On two cores it is the
cores that run out, not the lock: `python -m tests.bench.shards` says how much of the time is work,
and how many writers were found waiting for another one's turn.
""",
    "load": """
Reading one relationship: its events as objects, and its state. Raw fetches the same rows and makes
nothing of them. Our state is read without contacts and feelings, on which nothing hangs. The
library's snapshot is 250 events old; we take none ([why](adr/0024-read-what-decides.md)).
""",
    "rebuild": """
Folding and deciding in memory (there is no raw way to do that), then the state of every
relationship in the file, one after another.
""",
    "project": """
Our runner, beside the library's `ProjectionRunner`. On SQLite that one raises
`NotImplementedError`, because the recorder offers no subscription. So that it runs at all, the
recorder was given one: a subclass of `SQLiteApplicationRecorder` whose subscription selects 500
notifications at a time. The rest is the library's own: its runner and threads, its mapper, and one
transaction per event on a `SQLiteTrackingRecorder` that keeps rows and tracking together.

- *All views*: the library's runner drives **our** events, our folds and our rows; it writes a
  relationship's rows anew at every event. We do so once a page of 2,000 events.
- *One row per relationship*: the library folds **its own** events with one `UPSERT` each. Ours
  keeps the portfolio alone, and still judges every finding on the way.
- *One new event*: the views are up to date, then one event comes. The library's `process_event` is
  called for the one notification, without its threads and without its `wait`, which would add 100
  ms or more. It tells and writes all rows of the relationship anew, as `view.rows` makes them; ours
  tells and writes what the event changes. *Runner just started* has no readings in memory, as in a
  command that begins and ends.
- *A page of new events*: the views are up to date, then two events of every relationship come in at
  once. Ours takes them in one transaction; the library, which has one for each event, takes those
  of a tenth of the relationships, with the same history before them, and is extrapolated. The rows
  of these relationships are as many in both afterwards, or the run stops.
- *What five questions ask*: facts, what follows what, feelings, promises and silences over time,
  with the ids of the events behind every figure. The library keeps them in tables of rows, our
  events one transaction each, without an index beside the keys, and relies on events that come in
  order; ours takes the same events into the columns, a page at a time, and writes it without a
  wait for the disk: what a power cut takes of it is made anew. Each has a process of its own, with
  the same log taken in before, and does it twice, of which the second time counts. Storing the
  events is in nobody's time. In the end both give the same answers, or the run stops. Raw reads the
  same rows and makes nothing of them: less than that nobody takes who reads them one by one.
- Raw otherwise reads all new rows and writes one row per relationship, in one transaction.
""",
    "import": """
A native file of plain journeys, all relationships through each other, written by us before. Ours
takes it in one pass: every line is validated and asked the rules, kept with its evidence and the
ledger in one transaction, and copied into the columns. **Library** reads the same lines, triggers
its events, saves 50 aggregates at a time, and its runner keeps up tables from which the same five
questions about the portfolio are answered (see *Project*); it does 20,000 events, and is
extrapolated. It checks no rule and keeps no evidence. After the last round both answer alike on
those 20,000 events, the events behind every figure included, or the run stops. Ours has yet to fold
its views afterwards. More than a million events are imported once, after one to warm up.

The file is a thousand journeys again and again with other ids, so that few facts are new in it:
ours works out once what the bytes of a fact say. *Facts never the same* is a file in which every
promise and every feeling is told in other words.
""",
    "server": """
The same on **PostgreSQL**: a server of our own on this machine, reached through a socket, with
every commit on disk. Ours takes the log's lock for every save, as the library does; *raw* is
psycopg with one table, and takes it too. The library is at its defaults, without database
functions, and projects with the runner and the subscription that it has here. The server's own
work is in every time by the clock.
""",
    "portfolio": """
Questions about all relationships, from columns that are in memory. *Library* is the same in
**polars by hand** here: the same columns in memory; and in a row of its own in DuckDB, on a
table of its own. Ours has the places of the events behind every figure, in order, and of how many
relationships it is; theirs has counts alone. Where it says *every id read*, all have both, with the
ids as texts in lists, ours in the order of the fold. After the last round all have counted the same
number of events.
""",
    "logs": """
Logs of other systems in OCEL 2.0: clients and promises with values that change, events with two
attributes about two of them each. *Library* is **pm4py** here, on the same log. Both read what we
wrote, and find the same number of events in it with as many objects, or the run stops.

They do not do the same. The library makes tables of a log, turns times into time stamps and sorts
by them; objects that no event touches are gone when it writes a log again, and in JSON the first
of two ties to one object is gone when it is read. We keep what was written in its order, times as
they stand, and refuse what is no log: also ids that stand twice and, in JSON, keys. All of that is
in our times; what the library keeps of a log is not looked at further.

- JSON is read into events and objects at once, SQLite and XML into columns, as the library's
  tables are: a thing is made when somebody asks for one. *And make all* asks for every one.
- What is written is what each of the two has read before.
- Most words of this log come more than once, and its events are all of one shape, which is what
  columns like best. XML is read by columns where it holds nothing but plain tags (ours does, and
  the library's); things of many shapes take several times as long, and so does any other XML,
  which is read tag by tag.
- *Raw* is every row of every table fetched by bare `sqlite3` and nothing made of it, and the same
  rows, which are at hand, inserted hundreds a step, every value of them handed over.
""",
    "graph": """
What followed what in a log of visits (ours with means, spreads and quantiles of the waits, which
the library's directly-follows graph does not work out), the different ways from first to last,
exact alignments against a map of 16 touchpoints with choices, loops and optional ones, and whether
a way fits. *Library* is **pm4py** here, on its own table and the same map as a Petri net; where it
does fewer cases they are extrapolated. After the last round every count, the variants and the cost
of every single alignment are the same, or the run stops.

- *One more visit* beside **networkx**: a visit with a channel, a lane, a stage, a system and both
  sides' feelings, brought into a kept graph; networkx has the same attributes of the same nodes and
  edges updated through its API. Ours keeps visits that are alike in one place, so that one sum
  serves several nodes and edges. After it every attribute of both is the same.
- *Does it fit* and *waits between steps* are a series, each twice the one before: where a case
  costs the same throughout, the whole is linear in cases.
- *A shop's visits* and *cases of the shop* are a public set of 31,106 events, imported with the
  mapping that comes with the product, where it stands beside the checkout. pm4py is the oracle:
  every way with its count and its mean wait, the variants, and the cost of each alignment are the
  same.

Open questions ask for two hops between two filtered ends: first touchpoints that felt so bad on
average, any after them, and after these some that felt so good. *Library* is a comprehension
**by hand over networkx** here, on the same graph: 10,000 touchpoints, 2,500 relationships of 20
visits in any order. Both graphs are made before the clock starts; ours has its figures from the
round that warms up, as networkx has them from the start. Reading the question, planning it and
handing out its rows are in the time. The rows are the same, or the run stops.
""",
}

WHY = """
## What is slow, and why

- **Waiting for the disk** is nearly all of the raw way's single save, and a part of ours that no
  code of ours can make smaller: it is the price of `synchronous=FULL`, which everybody pays who
  does not lose what was acknowledged. The rest of our time is work in Python.
- **Waking after the disk.** A process that has waited for the disk finds the processor's caches
  full of others' work, so that the same instructions take several times as long as in a loop. The
  CPU rows hold that for everybody; who runs fewer instructions between two waits gains most.
- **A save that hangs on more than the beginning reads all that decides**, if nothing is in memory.
  Its time grows with those facts, not with contacts and feelings. An event is a checked object with
  two moments, so decoding costs more than fetching.
- **A whole state of a long history** is decoded from the facts that it remembers. The library's
  snapshot is its much simpler state itself, and quicker from some thousands of facts on.
- **Folding a short history** costs as much to begin and to hand out as its few events; in a long
  one an event costs the same wherever it stands.
- **Deciding costs more** because rules are asked and the event is checked; the library asks
  nothing.
- **Batches cost more than raw** because of the evidence: two hashes and an entry for every event,
  an index on event ids, the ledger of commands and the heads.
- **One new event** writes the rows that it adds or changes, whatever the history; what it costs is
  judging it, the alarm of a silence to come, and a transaction with the heads of all views. If a
  runner has just started, it folds the relationship's history once before.
- **From zero** half of the time is the fold itself, with the findings that it judges on the way;
  rows, their JSON and the statements are the rest.
"""
