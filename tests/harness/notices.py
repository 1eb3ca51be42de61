"""Random and hostile notices: each is issued and read back, or refused in words, and never anything else."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from models.errors import Refusal
from models.facts.event import Adjustment, PlanApproved, ServiceEnded
from models.facts.grant import DatedPart, Grant
from models.facts.holder import Holder
from models.facts.lot import Lot
from models.facts.notice import CAPACITIES, DELIVERIES, WITHHOLDING_WAYS, Notice, Registration, Signer
from models.facts.payment import Broker, Cash, Fees, Net, Payment, Swap, WithholdingRates
from models.facts.price import Price
from models.notice.blocks import Packet, part_reading
from models.notice.content import compose
from models.notice.issue import finished
from models.notice.pdf import paginate, render
from models.notice.script import unprintable
from models.notice.verify import MisprintError, read_back
from models.notice.words import in_words
from models.record.plain import Other
from models.record.record import Record, record_of
from tests.harness.registry import Result, Run, harness

PLAN = "focus-2002"
APPROVED = date(2002, 12, 20)
SCRIPTS: Sequence[tuple[int, int]] = (
    *((0x20, 0x7E),) * 6,
    (0xA0, 0x24F),
    (0x1E00, 0x1EFF),
    (0x370, 0x3FF),
    (0x400, 0x4FF),
    (0x5D0, 0x5EA),
    (0x531, 0x587),
    (0x10D0, 0x10FF),
    (0x2000, 0x206F),
)
# Characters for which papers of other programs came out wrong.
ODD = "<>&\\()%{}[]$/'\"`~^_|#@*=+;:,.?!-–—’“”…·•№½€£§©®™ﬁﬂĳ¨´¸\u00a0\u00ad\u200b\u200f\u202e\u2028\ufeff\u0301\u05b8"
BEYOND = "山ไहم\U0001f600\ue000\uffff"
WORDS = [
    "Anna",
    "Anne-Marie",
    "O'Neill",
    "D’Angelo",
    "van",
    "der",
    "Berg",
    "Šťastná",
    "Żółć",
    "Çelik",
    "Ñandú",
    "Œuvre",
    "Nguyễn",
    "Ελένη",
    "Παπαδοπούλου",
    "Щукин",
    "Ђорђевић",
    "Ѝван",
    "דוד",
    "בן-גוריון",
    "Cohen",
    "<b>Bold</b>",
    "{name}",
    "%s",
    "\\n",
    "(Jr.)",
    "12",
    "3/4",
    "No.7",
    "c/o",
    "Inc.",
    "&",
    "Sons",
    "Ltd.,",
    "“The”",
    "W",
]


class Chance(random.Random):
    """Chance for one case; a paper either may have Hebrew on it or signs that cannot stand beside it."""

    def __init__(self, seed: str) -> None:
        super().__init__(seed)
        self.has_hebrew = self.random() < 0.25

    def fits(self, char: str) -> bool:
        """Whether this case may use the character."""
        if "\u0590" <= char <= "\u05ff":
            return self.has_hebrew
        plain = unicodedata.normalize("NFKD", char) == char or unicodedata.category(char)[0] == "L"
        return not self.has_hebrew or (plain and char not in "®℞℟℣℧⅀⁅⁆")


def any_text(chance: Chance, longest: int = 60) -> str:
    """Some text: plain words mostly, then letters of many scripts, then what is odd; rarely what cannot be printed."""
    kind = chance.random()
    if kind < 0.5:
        text = " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 6)))[:longest]
    elif kind < 0.8:
        low, high = chance.choice(SCRIPTS)
        text = "".join(chr(chance.randint(low, high)) for _ in range(chance.randint(1, longest)))
    else:
        pool = ODD + BEYOND + "abc XYZ 123 éß"
        text = "".join(chance.choice(pool) for _ in range(chance.randint(1, longest)))
    if chance.random() < 0.985:
        bad = set(unprintable(text))
        text = "".join(char for char in unicodedata.normalize("NFC", text) if char not in bad and chance.fits(char))
    return text.strip() or "x"


def any_lines(chance: Chance, most: int = 5) -> tuple[str, ...]:
    return tuple(any_text(chance) for _ in range(chance.randint(0 if chance.random() < 0.05 else 1, most)))


def any_price(chance: Chance) -> Fraction:
    """Prices of the size that occur, with whole cents mostly, sometimes with many decimals or huge."""
    kind = chance.random()
    if kind < 0.7:
        return Fraction(chance.randint(1, 1_000), 100)
    if kind < 0.95:
        return Fraction(chance.randint(1, 10**7), 10 ** chance.randint(3, 6))
    return Fraction(chance.randint(1, 10**9), chance.choice((1, 10, 100)))


def any_payment(chance: Chance, lots: Sequence[Lot]) -> Payment:
    kind = chance.randint(0, 4)
    if kind == 0:
        return Cash()
    if kind == 1:
        how = chance.random()
        if how < 0.5:
            return Swap()
        if how < 0.75:
            return Swap(tender=chance.randint(1, 2_000))
        return Swap(
            lots=tuple((lot.id, chance.randint(1, lot.shares)) for lot in chance.sample(lots, min(3, len(lots))))
        )
    if kind == 2:
        return Net()
    fees = Fees(
        Fraction(chance.randint(0, 5000), 100),
        Fraction(chance.randint(0, 5), 100),
        Fraction(chance.randint(0, 9), 10**6),
    )
    mode = chance.choice(("same_day_sale", "sell_to_cover"))
    return Broker(mode, any_price(chance), fees, chance.random() < 0.5)


def any_record(chance: Chance) -> Record:
    """A record with one option, prices, and from none to many lots; sometimes after a death or a split."""
    shares = chance.choice((100, 5_000, 123_456, 10**9))
    granted = APPROVED + timedelta(days=chance.randint(0, 200))
    grant = Grant(
        any_text(chance, 20) if chance.random() < 0.2 else "NQ-1",
        PLAN,
        granted,
        shares,
        any_price(chance),
        chance.choice(("employee", "director", "advisor")),
        (DatedPart(shares, ((granted, shares),)),),
    )
    lots = [
        Lot(
            any_text(chance, 12) + str(at),
            PLAN,
            date(1990 + at % 12, 1 + at % 12, 1 + at % 28),
            chance.randint(1, 5_000),
            any_price(chance),
        )
        for at in range(chance.choice((0, 1, 3, 3, 10, 120)))
    ]
    prices = [
        Price(PLAN, granted + timedelta(days=at), bids=tuple(any_price(chance) for _ in range(chance.randint(1, 2))))
        for at in range(0, 400, chance.randint(5, 90))
    ]
    events: list[Any] = [PlanApproved(APPROVED, PLAN)]
    if chance.random() < 0.25:
        reason = chance.choice(("death", "resignation", "dismissed_for_cause"))
        events.append(ServiceEnded(granted + timedelta(days=300), grant.role, reason))
    if chance.random() < 0.15:
        events.append(Adjustment(granted + timedelta(days=250), PLAN, "split", chance.randint(3, 7), 2))
    holder = Holder(any_text(chance, 200), any_lines(chance, 7), chance.random() < 0.2)
    extra = [Other("sample", True)] if chance.random() < 0.1 else []
    return record_of(
        {"holder": [holder], "grants": [grant], "events": events, "prices": prices, "lots": lots, "extra": extra}
    )


def any_notice(chance: Chance, record: Record) -> Notice:
    grant = record.grants[0]
    received = grant.grant_date + timedelta(days=chance.randint(1, 420))
    died = any(
        isinstance(event, ServiceEnded) and event.reason == "death" and event.date <= received
        for event in record.events
    )
    capacity = chance.choice(
        ("personal_representative", "heir") if died else ("holder", "holder", "guardian", "transferee")
    )
    if chance.random() < 0.05:
        capacity = chance.choice(CAPACITIES)
    shares = chance.choice((100, 137, grant.shares, chance.randint(1, grant.shares)))
    payment = any_payment(chance, record.lots)
    sells_all = isinstance(payment, Broker) and payment.mode == "same_day_sale"
    return Notice(
        number=f"{received.year}-{chance.randint(1, 999):03d}",
        grant=grant.id,
        prepared_on=received - timedelta(days=chance.randint(0, 20)),
        exercise_date=received,
        shares=min(shares, grant.shares),
        payment=payment,
        tax_value=any_price(chance) if chance.random() < 0.2 else None,
        withholding=None if chance.random() < 0.1 else WithholdingRates(state=Fraction(chance.randint(0, 13), 100)),
        withholding_paid_by=chance.choice((*WITHHOLDING_WAYS, any_text(chance))),
        broker=any_lines(chance) if chance.random() < 0.5 else (),
        send_to=any_lines(chance, 3) if chance.random() < 0.15 else (),
        signer=Signer(
            capacity, any_text(chance), any_lines(chance), any_text(chance, 200) if chance.random() < 0.5 else ""
        ),
        registration=Registration(
            *(any_text(chance) if chance.random() < 0.3 else "" for _ in range(3)),
            any_lines(chance) if chance.random() < 0.3 else (),
        ),
        representations=chance.random() < (0.05 if sells_all else 0.3),
        computation_sheet=chance.random() < 0.8,
        own_copy=chance.random() < 0.5,
        delivery=chance.choice(DELIVERIES),
    )


def names_in(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).replace("\u2011", "-").split())


def missing(packet: Packet, notice: Notice, record: Record) -> str:
    """What the packet should say and does not, looked at without the code that wrote it."""
    said = names_in("".join(text for part in packet.parts for text in part_reading(part)))
    quote_shares = f"{notice.shares:,} ({in_words(notice.shares)})"
    for expected in (quote_shares, record.grants[0].id, notice.number):
        if names_in(expected) not in said and not any("\ufb00" <= char <= "\ufb06" for char in expected):
            return expected
    return ""


def one(chance: Chance) -> str:
    """Issue one notice; what went wrong, empty where nothing did, "refused" where it was refused in words."""
    try:
        record = any_record(chance)
        record.check()
        notice = any_notice(chance, record)
        packet = compose(record, notice, notice.prepared_on, is_draft=chance.random() < 0.9)
        finished(packet)
    except Refusal as refused:
        return "refused" if refused.message and refused.code else "a refusal without words"
    except MisprintError as misprint:
        return f"misprint: {misprint}"
    except Exception as error:  # what a harness is for
        return f"{type(error).__name__}: {error}"
    lacks = missing(packet, notice, record)
    return f"lacks {lacks!a}" if lacks else ""


def control(chance: Chance) -> bool:
    """Whether a paper with one wrong character is noticed."""
    while True:
        try:
            record = any_record(chance)
            packet = compose(record, any_notice(chance, record), date(1990, 1, 1), is_draft=True)
            break
        except Refusal:
            continue
    part = packet.parts[-1]
    wrong = replace(packet, parts=(*packet.parts[:-1], replace(part, blocks=part.blocks[:-1])))
    if chance.random() < 0.5:
        wrong = replace(packet, footer=packet.footer.replace("Notice", "Notlce"))
    try:
        pages = paginate(packet)
        read_back(packet, pages, render(wrong, paginate(wrong)))
    except MisprintError:
        return True
    return False


@harness("notices", small=200, full=20_000, unit="notices", batch=500)
def notices(run: Run) -> Result:
    """Every notice is issued with all it must say, read back from its PDF, or refused in words."""
    chance = Chance(f"controls {run.seed}")
    failures: list[str] = []
    refused = 0
    for at in range(run.n):
        came = one(Chance(f"{run.seed}-{at}"))
        refused += came == "refused"
        if came and came != "refused":
            failures.append(f"seed {run.seed}-{at}: {came}")
    controls = max(1, run.n // 50)
    caught = sum(control(chance) for _ in range(controls))
    return Result(
        run.n,
        tuple(failures),
        control_done=controls,
        control_caught=caught,
        facts={"issued": run.n - refused - len(failures), "refused": refused},
    )
