"""Whether a customer's VAT number is known to the tax authority of its country."""
