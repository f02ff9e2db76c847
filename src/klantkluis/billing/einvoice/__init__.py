"""E-invoices: one model of EN 16931, written and read as UBL 2.1 and CII, checked and validated.

    added_up(invoice)            the VAT and totals that follow from the lines     totals
    find(invoice, PEPPOL)        our own check, with the field to mend             checks
    write_ubl(invoice, PEPPOL)   the bytes of an Invoice or CreditNote             ubl_writing
    write_cii(invoice)           the bytes that Factur-X carries                   cii_writing
    read_invoice(data)           back to the model, from a stranger's bytes        reading
    validate(data)               the official schemas and rules                    validating

Nothing here knows Django, a database, a clock or the network. Import from the modules: only
`validating` loads Saxon, which takes memory that a process without e-invoices can do without.
"""
