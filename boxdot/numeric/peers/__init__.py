"""The broadcast decomposition beside CP, Tucker and the tensor ring (Figure 5 of the paper)."""

from boxdot.numeric.peers.comparing import Fitted as Fitted
from boxdot.numeric.peers.comparing import compare as compare
from boxdot.numeric.peers.models import MODELS as MODELS
from boxdot.numeric.peers.models import Model as Model
from boxdot.numeric.peers.noise import noisy as noisy
from boxdot.numeric.peers.noise import snr as snr
from boxdot.numeric.peers.tensors import TENSORS as TENSORS
from boxdot.numeric.peers.tensors import load_tensor as load_tensor
