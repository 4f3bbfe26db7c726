"""Pure decisions of control: the workflow of an order, when a person may go, what a reading says."""
