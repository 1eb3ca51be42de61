"""The `.strikebook` file: one record, an append-only journal of deeds, and every trouble told as a StoreError."""

from models.store.history import Stacks
from models.store.journal import Deed
from models.store.opening import create, open_record
from models.store.papers import paper_of
from models.store.schema import MAX_PAPER, SUFFIX
from models.store.store import Store

__all__ = ["MAX_PAPER", "SUFFIX", "Deed", "Stacks", "Store", "create", "open_record", "paper_of"]
