"""Forms as data: which reports are expected, submitted, decided, disputed, doubted."""
