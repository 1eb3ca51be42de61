"""Phrases that several parts share: paragraphs cited, who signs and as what, how a value came about."""

from __future__ import annotations

from models.facts.notice import Signer
from models.facts.payment import Broker, Net, Swap
from models.notice.blocks import Run, strong
from models.notice.matter import Matter
from models.notice.words import count, in_words, long_date, price

ROLE_WORDS = {"employee": "an employee", "director": "a director", "advisor": "an advisor"}

_CAPACITY = {
    "personal_representative": "personal representative of the estate of {holder}",
    "heir": "heir or legatee of {holder}",
    "guardian": "guardian of {holder}",
    "transferee": "transferee of {holder} under a domestic relations order",
}
_PROOF = {
    "personal_representative": "certified copies of the letters of appointment and of the death certificate",
    "heir": "certified copies of the death certificate and of the papers that show the right to the option",
    "guardian": "a certified copy of the court’s order of appointment",
    "transferee": "a certified copy of the domestic relations order",
}
_RULES = {
    "lower_of_last_and_mean": "the lower of the last sale price and the mean of the day’s high and low on the exchange",
    "last": "the last sale price on the exchange",
    "mean": "the mean of the day’s high and low on the exchange",
}


def cited(matter: Matter, paragraph: str) -> str:
    """ " (paragraph 10)" where the plan is the one whose paragraphs these are, else nothing."""
    return f" (paragraph {paragraph})" if matter.cites_paragraphs else ""


def under(matter: Matter, paragraph: str) -> str:
    """ "paragraph 10 of the plan", or "the plan" where its paragraphs are not known."""
    return f"paragraph {paragraph} of the plan" if matter.cites_paragraphs else "the plan"


def number_of_shares(number: int) -> Run:
    """Digits and words in bold: "500 (five hundred) shares"."""
    return strong(f"{figure_and_words(number)} {'share' if number == 1 else 'shares'}")


def figure_and_words(number: int) -> str:
    """Digits and words: "500 (five hundred)"."""
    return f"{count(number)} ({in_words(number)})"


def is_holder(matter: Matter) -> bool:
    """Whether the holder signs."""
    return matter.notice.signer.capacity == "holder"


def reference(matter: Matter) -> str:
    """What ties a later part to its notice."""
    notice = matter.notice
    return f"With notice {notice.number} of {long_date(notice.prepared_on)}, option {notice.grant}"


def capacity(matter: Matter) -> str:
    """As what the signer signs, nothing for the holder."""
    signer: Signer = matter.notice.signer
    return _CAPACITY[signer.capacity].format(holder=matter.holder.name) if not is_holder(matter) else ""


def proof(matter: Matter) -> str:
    """What is enclosed to prove the capacity: the holder's words, else what is usual."""
    return matter.notice.signer.proof or _PROOF.get(matter.notice.signer.capacity, "")


def registered_as(matter: Matter) -> str:
    """The name the new shares are to stand in."""
    if matter.notice.registration.name:
        return matter.notice.registration.name
    if matter.notice.signer.capacity in ("personal_representative", "guardian"):
        return f"{matter.signer_name}, {capacity(matter)}"
    return matter.signer_name


def signature_lines(matter: Matter) -> tuple[str, ...]:
    """What is printed under the line for the signature."""
    said = capacity(matter)
    return (matter.signer_name, said[:1].upper() + said[1:]) if said else (matter.signer_name,)


def one_line(lines: tuple[str, ...]) -> str:
    """Address lines on one line."""
    return ", ".join(line for line in lines if line.strip())


def rests_on_value(matter: Matter) -> bool:
    """Whether the payment is made in shares at a value."""
    return isinstance(matter.notice.payment, Swap | Net)


def is_same_day_sale(matter: Matter) -> bool:
    """Whether the broker sells every share."""
    payment = matter.notice.payment
    return isinstance(payment, Broker) and payment.mode == "same_day_sale"


def broker_pays_withholding(matter: Matter) -> bool:
    """Whether withholding comes out of the proceeds of the sale."""
    payment = matter.notice.payment
    return isinstance(payment, Broker) and (payment.mode == "same_day_sale" or payment.cover_withholding)


def value_source(matter: Matter) -> str:
    """How the fair market value came about: "the closing bid of November 7, 2003"."""
    value = matter.quote.fair_market_value
    assert value is not None  # asked only where there is one
    rule = {
        "6(i)": _RULES[matter.plan.exchange_rule],
        "6(ii)": "the last sale price reported on the Nasdaq National Market",
        "6(iii)": "the mean of the closing bids" if matter.bids > 1 else "the closing bid",
    }.get(value.rule)
    day = long_date(value.price_date)
    return f"{rule} of {day}" if rule else f"as determined by the Committee on {day}"


def value_sentence(matter: Matter) -> str:
    """The fair market value and how it came about."""
    value = matter.quote.fair_market_value
    assert value is not None  # a swap or net exercise cannot be quoted without one
    rule = under(matter, value.rule)
    return f"Each share counts {price(value.value)}, the fair market value under {rule}: {value_source(matter)}."
