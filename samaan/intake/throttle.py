"""How often one address may try codes and send reports in ten minutes."""

from samaan.common.throttle import Throttle

# Sixty random bits are not guessed, but nobody shall be able to try all day.
wrong_codes = Throttle(most=10)
# Many may share one address: a shelter, a library, a ship.
reports = Throttle(most=30)
