"""Products beside the broadcast product: Kronecker's, Khatri and Rao's, Slyusar's, along modes."""

from boxdot.numeric.products.blockwise import penetrating_face_product as penetrating_face_product
from boxdot.numeric.products.broadcast import broadcast_product as broadcast_product
from boxdot.numeric.products.columnwise import face_splitting_product as face_splitting_product
from boxdot.numeric.products.columnwise import khatri_rao_product as khatri_rao_product
from boxdot.numeric.products.columnwise import kronecker_product as kronecker_product
from boxdot.numeric.products.modes import mode_product as mode_product
from boxdot.numeric.products.modes import multi_mode_product as multi_mode_product
