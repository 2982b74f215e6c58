"""How often one address may try links and codes in ten minutes; a whole office may share one."""

from samaan.common.throttle import Throttle

wrong = Throttle(most=20)
