"""The Open Cap Format, as far as one holder's options go: import of grants, export of the same, what is left out said.

Terms as in version 1.2 of the format's public schemas (stock plans, stakeholders, vesting terms, transactions).
"""

from models.exchange.ocf.read import Imported, Package, read_package
from models.exchange.ocf.write import Exported, ocf_files, ocf_zip

__all__ = ["Exported", "Imported", "Package", "ocf_files", "ocf_zip", "read_package"]
