"""Pure values of the business: money, VAT, dates, names. No Django."""
