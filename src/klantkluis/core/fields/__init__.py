"""What may stand in each field of a customer: pure checks that normalise and judge."""
