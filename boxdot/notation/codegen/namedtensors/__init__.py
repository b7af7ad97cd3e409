"""Named tensor notation (eq. 50): axes have names, and operations align by them."""

from boxdot.notation.codegen.namedtensors.writing import write_named as write_named
