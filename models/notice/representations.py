"""Investment representations, given where the company asks for them, and the note on the legend (paragraphs 12, 13)."""

from __future__ import annotations

from models.facts.payment import Broker
from models.notice.blocks import Block, Clauses, Heading, Paragraph, Part, Signature, Title, words
from models.notice.matter import Matter
from models.notice.wording import cited, number_of_shares, one_line, reference, signature_lines


def representations(matter: Matter) -> Part:
    """The statements on which an exemption from registration may rest, about the shares that are kept."""
    quote = matter.quote
    kept = quote.shares_kept if isinstance(matter.notice.payment, Broker) else quote.shares_issued
    blocks: list[Block] = [
        Title("Investment representations", reference(matter)),
        Paragraph(
            words(
                f"To {matter.plan.issuer}, which may rely on them{cited(matter, '13')}, about the ",
                number_of_shares(kept),
                " of its common stock that this exercise brings:",
            )
        ),
        Clauses(tuple(map(words, _statements(matter)))),
        Heading(f"The legend{cited(matter, '12')}"),
        Paragraph(
            words(
                "The certificates may carry a legend to this effect, in the words that counsel for the company"
                " chooses: the shares have not been registered under the Securities Act of 1933 or the law of a"
                " state, and may be sold or transferred only while a registration is in force for them or where, to"
                " the company’s satisfaction, none is needed. The transfer agent may be told to observe it. When"
                " the reason for the legend has ended, the company will, at my request, have it removed."
            )
        ),
        Signature(signature_lines(matter)),
    ]
    return Part("representations", "Investment representations", tuple(blocks))


def _beneficiary(matter: Matter) -> str:
    """For whom the shares are acquired."""
    capacity, holder = matter.notice.signer.capacity, matter.holder.name
    return {"personal_representative": f"the estate of {holder}", "guardian": holder}.get(capacity, "myself")


def _statements(matter: Matter) -> list[str]:
    return [
        (
            f"I acquire these shares for {_beneficiary(matter)}, as an investment. I do not acquire them in"
            " order to distribute them, as the Securities Act of 1933 uses that word, and no one has promised or"
            " been promised any part of them."
        ),
        (
            "I have seen the company’s public reports, have been able to ask its officers about its business and"
            " its finances, and have received the answers I wanted."
        ),
        "I can judge what this investment may bring and what it may cost, and could bear to lose all of it.",
        (
            "I know that the shares may be unregistered, that the company then relies on what I state here, and"
            " that I may have to keep them until they are registered or an exemption applies, such as"
            " Rule 144 once its conditions are met."
        ),
        "I will not offer, sell or transfer the shares in any way that federal or state securities laws forbid.",
        f"I live at this address: {one_line(matter.signer_address)}.",
        "Should any of this no longer be true before the shares are issued, I will tell the company at once.",
    ]
