"""The made-up shop: files as Russian and Ukrainian shops have them, and the truth behind them.

People, numbers, goods and sayings are put together by chance from the lists in ``words``, the same
again for the same seed. E-mails and sites are at the domains reserved for examples; phone numbers
are valid in form and all go on with 555 behind the code, as in films.
``python -m crmkit_cli.demo_data FOLDER`` writes them.
"""

from crmkit_cli.demo_data.shop import ShopFiles, ShopRows, make_shop, make_shop_rows

__all__ = ["ShopFiles", "ShopRows", "make_shop", "make_shop_rows"]
