"""What a publication is, and the venues that authors name by an acronym."""

from typing import NamedTuple


class Venue(NamedTuple):
    """A publication. What is not known is empty."""

    name: str
    year: int
    conference: bool = False
    """Proceedings, not a journal."""
    volume: str = ""
    number: str = ""
    pages: str = ""
    """`29-56`, or where it begins, or an article's number."""


CONFERENCES = {
    "3DV": "International Conference on 3D Vision",
    "AAAI": "AAAI Conference on Artificial Intelligence",
    "AAMAS": "International Conference on Autonomous Agents and Multiagent Systems",
    "ACCV": "Asian Conference on Computer Vision",
    "ACL": "Annual Meeting of the Association for Computational Linguistics",
    "ACM MM": "ACM International Conference on Multimedia",
    "ACML": "Asian Conference on Machine Learning",
    "AISTATS": "International Conference on Artificial Intelligence and Statistics",
    "ASRU": "IEEE Automatic Speech Recognition and Understanding Workshop",
    "BMVC": "British Machine Vision Conference",
    "CHI": "CHI Conference on Human Factors in Computing Systems",
    "CIKM": "ACM International Conference on Information and Knowledge Management",
    "COLING": "International Conference on Computational Linguistics",
    "COLM": "Conference on Language Modeling",
    "COLT": "Conference on Learning Theory",
    "CONLL": "Conference on Computational Natural Language Learning",
    "CORL": "Conference on Robot Learning",
    "CVPR": "IEEE/CVF Conference on Computer Vision and Pattern Recognition",
    "EACL": "Conference of the European Chapter of the Association for Computational Linguistics",
    "ECCV": "European Conference on Computer Vision",
    "ECIR": "European Conference on Information Retrieval",
    "EMNLP": "Conference on Empirical Methods in Natural Language Processing",
    "EMNLP-IJCNLP": "Conference on Empirical Methods in Natural Language Processing",
    "ICASSP": "IEEE International Conference on Acoustics, Speech and Signal Processing",
    "ICCV": "IEEE/CVF International Conference on Computer Vision",
    "ICDM": "IEEE International Conference on Data Mining",
    "ICIP": "IEEE International Conference on Image Processing",
    "ICLR": "International Conference on Learning Representations",
    "ICML": "International Conference on Machine Learning",
    "ICPR": "International Conference on Pattern Recognition",
    "ICRA": "IEEE International Conference on Robotics and Automation",
    "IJCAI": "International Joint Conference on Artificial Intelligence",
    "INTERSPEECH": "Interspeech",
    "IROS": "IEEE/RSJ International Conference on Intelligent Robots and Systems",
    "ISMIR": "International Society for Music Information Retrieval Conference",
    "KDD": "ACM SIGKDD Conference on Knowledge Discovery and Data Mining",
    "LREC": "International Conference on Language Resources and Evaluation",
    "MICCAI": "International Conference on Medical Image Computing and Computer-Assisted Intervention",
    "MLSYS": "Conference on Machine Learning and Systems",
    "NAACL": "Conference of the North American Chapter of the Association for Computational Linguistics",
    "NAACL-HLT": "Conference of the North American Chapter of the Association for Computational Linguistics",
    "NEURIPS": "Advances in Neural Information Processing Systems",
    "NIPS": "Advances in Neural Information Processing Systems",
    "RECSYS": "ACM Conference on Recommender Systems",
    "RSS": "Robotics: Science and Systems",
    "SIGIR": "International ACM SIGIR Conference on Research and Development in Information Retrieval",
    "SIGKDD": "ACM SIGKDD Conference on Knowledge Discovery and Data Mining",
    "SLT": "IEEE Spoken Language Technology Workshop",
    "UAI": "Conference on Uncertainty in Artificial Intelligence",
    "WACV": "IEEE/CVF Winter Conference on Applications of Computer Vision",
    "WSDM": "ACM International Conference on Web Search and Data Mining",
    "WWW": "The Web Conference",
}
"""Proceedings by the acronym in capitals, whatever the capitals of the acronym are."""

JOURNALS = {
    "IJCV": "International Journal of Computer Vision",
    "JAIR": "Journal of Artificial Intelligence Research",
    "JMLR": "Journal of Machine Learning Research",
    "TACL": "Transactions of the Association for Computational Linguistics",
    "TMLR": "Transactions on Machine Learning Research",
    "TPAMI": "IEEE Transactions on Pattern Analysis and Machine Intelligence",
}


def full_year(year: str) -> int:
    """Return the year that two or four digits tell: '95 was 1995, '17 is 2017."""
    return int(year) if len(year) == 4 else int(year) + (1900 if int(year) > 50 else 2000)
