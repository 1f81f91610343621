"""Words that the cue rules go by. Facts about the language of abstracts, in one place.

Nouns stand in the singular, verbs in the base form; the rules look at inflected words through
`is_verb` and `singular`.
"""

from __future__ import annotations

from functools import lru_cache

from papermesh.model import EntityType


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTION_WORDS = _words(
    """a about above across after again against all allows along also although always among amid an
    and another any are around as at based be because been before being below besides between beyond both but by
    can cannot could despite did do does doing done down due during e.g. each either else enough especially etc
    even ever every few finally first for from further furthermore had has have having he hence her
    here him his how however i i.e. if in including indeed instead into is it its itself just least less
    like many may meanwhile merely might more moreover most much must my namely namely, nearly neither
    never nevertheless no non nor not notably now of off often on once one only onto or other others our
    ours out over overall own ones per perhaps quite rather s same second secondly she should since so some
    still such than that the their them themselves then there thereby therefore these they this
    those though three through throughout thus to together too toward towards two under unlike until up upon
    us usually versus very via was we were what when whenever where whereas whereby whether which while
    who whom whose why will with within without would yet you your vs vs. third four five six seven
    eight nine ten several various numerous different specifically additionally particularly
    consequently accordingly respectively firstly lastly importantly crucially remarkably surprisingly
    interestingly typically generally thereby therein wherein simultaneously directly jointly next
    'll 're 've n't 's ’s's et al. al"""
)

VERBS = _words(
    """achieve act adapt add address adopt advance affect aggregate aim align allow analyze apply
    argue ask assess assign assume attain attempt augment average avoid balance base become
    begin believe benefit boost break bridge bring build calculate call capture cause challenge
    characterize choose collect combine come compare compete complete compose comprise compute
    conclude conduct confirm consider consist constitute construct consume contain contribute
    control converge convert cost cover create curate deal decompose decouple decrease define degrade
    deliver demand demonstrate denote depend deploy derive describe design detect determine develop
    devise differ diminish discover discuss display distinguish diversify drive eliminate embed emerge
    emphasize employ enable encode encounter encourage enforce enhance enjoy enrich ensure entail
    establish estimate evaluate evolve examine exceed exhibit exist expand expect explain exploit
    explore expose express extend extract face facilitate fail fill filter find fit fix focus follow
    force form formalize formulate foster gain gather generalize generate get give go govern
    grow guarantee guide handle happen help highlight hinder hold identify ignore illustrate impact
    implement impose improve include incorporate increase incur indicate induce infer inform inherit
    inject initialize inspire integrate interact introduce investigate involve issue keep know lack
    lead learn let leverage lie limit link list live look lose lower maintain make map match maximize mean
    measure meet minimize mirror miss mitigate model modify motivate move narrow need observe obtain occur
    offer open operate optimize organize outline outperform overcome overlook perform persist pose possess
    predict present preserve prevent prioritize proceed process produce promote propose prove
    provide publish purify push put quantify raise range reach read realize receive recognize recover reduce
    refer refine reflect regard reinforce release rely remain remove render repeat replace report
    represent reproduce require resolve respond restrict result retain rethink return reveal review
    reward rival run sacrifice say scale see seek select separate serve set share shift show shrink simplify
    sit solve span specify stand start state stem strengthen strike structure struggle study
    subject succeed suffer suggest suit summarize support surpass tackle tailor take tend term test
    think tie track train transfer transform translate treat try turn uncover underperform
    understand undergo underscore unify unlock update use utilize validate vary verify view warrant weigh
    widen work yield unveil bypass close decide dominate elicit elucidate equip execute forego
    harness necessitate orchestrate outline pave penalize reformulate revisit sample showcase steer surface sustain
    constrain categorize tame finetune bootstrap interleave internalize memorize amplify streamline
    assist disrupt diagnose delete incentivize master feature automate simulate parameterize
    recommend alternate approximate revolutionize redefine reshape reimagine exacerbate alleviate ease
    hamper inhibit impede entangle disentangle democratize spur surmount circumvent sidestep
    synthesize trigger underlie accelerate accommodate accompany accumulate"""
)
_IRREGULAR = {
    "became": "become", "began": "begin", "begun": "begin", "brought": "bring", "built": "build",
    "came": "come", "chose": "choose", "chosen": "choose", "drew": "draw", "drawn": "draw",
    "driven": "drive", "drove": "drive", "fell": "fall", "felt": "feel", "found": "find",
    "gave": "give", "given": "give", "gone": "go", "got": "get", "grew": "grow", "grown": "grow",
    "held": "hold", "kept": "keep", "knew": "know", "known": "know", "led": "lead", "lost": "lose",
    "made": "make", "met": "meet", "ran": "run", "rose": "rise", "said": "say", "saw": "see",
    "seen": "see", "shown": "show", "sought": "seek", "spent": "spend", "stood": "stand",
    "struck": "strike", "took": "take", "taken": "take", "thought": "think", "went": "go",
    "wrote": "write", "written": "write", "understood": "understand", "proven": "prove",
    "arisen": "arise", "suits": "suit", "lies": "lie", "ties": "tie", "lying": "lie",
}  # fmt: skip

# Verbs whose base form is as often a noun or an adjective here ("search", "reward", "open").
_NOUN_LIKE = _words(
    """benefit challenge complete control cost demand design display drive estimate focus force form
    gain impact increase issue link list live match mean measure model need open process
    prompt range reward result return review rival run sample scale search separate set
    share shift state structure study subject surface surround test track train transfer
    transform trigger turn update view work yield average base balance benefit break cause challenge
    compute constitute distance distill face map lead lower move project purpose question rate read render
    report score sense show silence space strike suit tie touch try use value weight"""
)

#: Verbs that say that this paper brings something new.
PROPOSAL_VERBS = _words(
    "propose introduce present develop devise design construct create build release curate collect publish establish formulate term dub call coin name contribute unveil formalize define provide offer open-source"
)

#: Adjectives and other words that are no part of a name when they stand before it.
GENERIC_ADJECTIVES = _words(
    """able accurate additional advanced alternative appropriate available best better broad
    broader carefully challenging classic classical clear common comparable comprehensive compelling competitive
    complementary complete complex concrete consistent conventional convincing core corresponding critical
    crucial current customized dedicated detailed different difficult distinct diverse early easy
    effective efficient elegant emerging empirical enhanced entire essential established
    excellent existing expensive experimental extensive famous faster few final flexible following
    former full fundamental further general generic given good great growing hard high high-quality higher highly
    huge human-annotated ideal important impressive improved increasing individual inherent initial innovative
    insightful interesting intuitive key known large large-scale larger largest latest leading lightweight
    limited little long-standing low low-cost lower main mainstream major many massive mature minimal minor model-agnostic
    modern multiple naive natural necessary new newly next notable novel obvious off-the-shelf
    open-source open-sourced opposite optimal ordinary original other overall particular popular
    possible potential powerful practical pre-defined precise preliminary previous primary principled prior prominent
    promising proposed proprietary public publicly real real-world reasonable recent recently related
    relative relevant reliable remarkable representative required respective resulting rich rigorous
    robust same scalable second select separate serious severe significant similar simple
    single-step sizable small smaller sole solid sophisticated special specific stable standard
    state-of-the-art straightforward strong stronger strongest subsequent substantial substantially successful
    suitable superior sufficient surprising systematic tailored target the theoretical traditional total typical
    underlying unified unique unprecedented usual valuable various versatile viable vital
    well-known well-established wide widely widely-used whole comprehensive three two four five new-found
    cost-effective easy-to-use plug-and-play end-to-end training-free state art so-called said
    mere exceptional simpler incomplete minimum maximum highest lowest average negligible considerable
    constant excessive prohibitive elevated deeper correct intermediate inadequate outstanding coherent
    transparent trustworthy intriguing shallow insufficient uncertain targeted external internal explicit
    regular subjective capable single fewer slow fast steep unstable desirable undesirable meaningful
    immediate future past non-trivial nontrivial trivial sheer greater fixed arbitrary free enough poor
    noticeable marginal slight modest dramatic drastic appealing pleasing faithful realistic plausible
    million billion thousand shelf purpose specialized dedicated bespoke diverse fully continuous
    commonly carefully-curated fine-grained high-level low-level first second third
    first-ever 1st top-performing lossless near-optimal ready-to-use"""
)

#: Nouns that are no part of a name when they stand after it.
GENERIC_NOUNS = _words(
    """approach method framework technique strategy pipeline paradigm scheme methodology system solution
    procedure formulation implementation variant baseline task problem setting scenario
    application domain capability ability performance benchmark dataset corpus suite
    process work study design baseline objective principle perspective concept idea recipe
    tool toolkit library platform service variant version family series collection challenge
    architecture structure setup mechanism protocol workflow model checkpoint metric measure backbone
    algorithm testbed"""
)

#: What a noun right before or after a name says of the name's type.
TYPE_NOUNS: dict[str, EntityType] = {
    **dict.fromkeys(
        _words(
            "benchmark leaderboard challenge testbed testset suite arena exam contest competition"
        ),
        EntityType.BENCHMARK,
    ),
    **dict.fromkeys(
        _words("dataset corpus corpora collection data datasets knowledgebase treebank"),
        EntityType.DATASET,
    ),
    **dict.fromkeys(
        _words(
            """method framework algorithm approach technique strategy pipeline paradigm scheme
            mechanism architecture module loss optimizer procedure system agent attack decoding
            regularization training tuning optimization attention sampler toolkit library tool platform
            objective estimator adapter layer operator"""
        ),
        EntityType.METHOD,
    ),
    **dict.fromkeys(
        _words(
            "model llm lm vlm mllm checkpoint backbone encoder transformer vla chatbot tokenizer"
        ),
        EntityType.MODEL,
    ),
    **dict.fromkeys(_words("metric score rate index measure accuracy"), EntityType.METRIC),
    **dict.fromkeys(_words("task problem"), EntityType.TASK),
}

#: Last words of lower-case terms that name a task.
TASK_HEADS = _words(
    """generation reasoning understanding editing synthesis reconstruction recognition retrieval
    captioning answering comprehension prediction segmentation estimation detection classification
    animation manipulation navigation summarization forecasting translation grounding
    inpainting localization matching tracking completion parsing tagging extraction disambiguation resolution
    identification verification recommendation planning diagnosis unlearning watermarking
    simplification paraphrasing transcription deblurring super-resolution colorization relighting tokenization customization personalization
    stylization proving solving deraining stitching re-identification anonymization
    conversion imputation calibration attribution debugging repair interpolation extrapolation"""
)

#: Last words of lower-case terms that name a technique.
METHOD_HEADS = _words(
    """tuning finetuning fine-tuning learning training pretraining pre-training distillation attention optimization
    diffusion transformer decoding guidance encoder sampling decoder splatting search
    regularization loss quantization pruning augmentation embedding prompting
    autoencoder gan network sampler tokenizer codebook curriculum fusion routing gating masking denoising
    refinement supervision alignment merging caching adapter probing steering bootstrapping backpropagation
    normalization factorization decomposition initialization warmup annealing clustering
    convolution pooling descent flow matching rollout rewards self-play self-distillation ensembling reranking
    weighting reweighting resampling checkpointing parallelism offloading batching padding dropout"""
)

#: Last words of lower-case terms that name a measure.
METRIC_HEADS = _words(
    """accuracy rate latency throughput speedup perplexity fid error score recall precision
    correlation f1 bleu flop fps runtime loss overhead consumption cost usage time
    speed fidelity consistency diversity correctness memory entropy divergence similarity variance ratio regret"""
)

#: Words that, alone or in front of a metric's head, make no metric of it.
METRIC_ALONE = _words(
    "accuracy latency throughput perplexity recall precision fps flops bleu f1 speedup fidelity diversity runtime factuality faithfulness helpfulness harmlessness truthfulness fluency calibration"
)

#: Words written like names that are none: units, hardware, roles, broad fields.
NOT_NAMES = _words(
    """AI ML NLP CV AGI API APIs CPU CPUs GPU GPUs TPU TPUs RAM VRAM 2D 3D 4D 1D 5D 6D 6DoF RGB RGBD RGB-D HTML CSS JSON XML
    URL URLs PDF PDFs A100 A100s H100 H100s H200 V100 RTX SOTA SoTA IID OOD US USA UK EU UN U.S PhD GitHub
    Github HuggingFace YouTube iOS macOS PyTorch TensorFlow Python Java C++ SQL arXiv ArXiv NeurIPS ICLR ICML
    ACL EMNLP CVPR AAAI 1st 2nd 3rd 4th I II III IV V VI Q1 Q2 Q3 Q4 COVID-19 DNA RNA MRI CT EEG
    ECG IoT UI GUI GUIs OS IDE SDK CLI HCI STEM K-12 FP16 FP8 FP4 BF16 INT4 INT8 W4A4 W4A16 W8A8 4-bit 8-bit 2-bit
    3-bit 1-bit NVIDIA OpenAI DeepMind Google Microsoft 4K 8K 16K 32K 64K 128K 256K 1M 2K 1080p 720p 24GB VR AR XR
    LLM LLMs LM LMs VLM VLMs MLLM MLLMs LMM LMMs LVLM LVLMs LRM LRMs SLM SLMs PLM PLMs VLA VLAs DLM DLMs dLLM dLLMs DNN DNNs
    NN NNs FM FMs LFM MMLM T2I T2V I2V T2M I2I V2A TTS ASR OCR VQA QA NER MT NLG NLU IR RE IE KG KGs KB KBs NMT SFT RL"""
)


#: Formats, units, emphasised words and fields of work: written like names, and none.
FORMATS = _words(
    """GB MB KB TB PB USD EUR CNY KV FPGA FPGAs MATLAB AMD AWS ARM RISC-V LiDAR CUDA EHR
    LaTeX YAML DOCX PPTX CSV ASCII NOT NO YES AND OR IT MCQ MCQs
    HPC ODE ODEs SDE SDEs PDE PDEs KL RGBA HDR MIDI OK ID IDs
    I/O IO PC PCs TV CA CS PR SR AB LG AIGC UGC VFX
    FPV UAV UAVs EV EVs IP UX QoS SLA EHR EHRs GDP FDA WHO"""
)


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """Fold a noun to lower case and drop a plural ending.

    Examples:
        >>> singular("Benchmarks"), singular("losses"), singular("accuracies"), singular("loss")
        ('benchmark', 'loss', 'accuracy', 'loss')
    """
    word = word.lower()
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and len(word) > 3 and word[-2] not in "sui":
        return word[:-1]
    return word


@lru_cache(maxsize=65536)
def lemma(word: str) -> str | None:
    """Give the base form of an inflected verb of the list, or None for any other word.

    Examples:
        >>> lemma("proposes"), lemma("using"), lemma("planned"), lemma("table")
        ('propose', 'use', None, None)
    """
    word = word.lower()
    if word in VERBS:
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    stems = []
    if word.endswith(("ies", "ied")):
        stems = [word[:-3] + "y"]
    elif word.endswith("es"):
        stems = [word[:-1], word[:-2]]
    elif word.endswith("s"):
        stems = [word[:-1]]
    elif word.endswith("ed"):
        stems = [word[:-1], word[:-2], word[:-3] if word[-4:-3] == word[-3:-2] else word[:-2]]
    elif word.endswith("ing"):
        stems = [word[:-3], word[:-3] + "e", word[:-4] if word[-5:-4] == word[-4:-3] else word[:-3]]
    return next((stem for stem in stems if stem in VERBS), None)


@lru_cache(maxsize=65536)
def is_verb(word: str) -> bool:
    """Tell whether a word is a verb here and not more often a noun or adjective."""
    word = word.lower()
    base = lemma(word)
    if base is None:
        return False
    if base in _NOUN_LIKE and word in (base, base + "s"):
        return False
    return not word.endswith("ing") or base in _TAKES_OBJECT


# "achieving X", "using X": the participle is no part of X; "training", "learning" may be.
_TAKES_OBJECT = VERBS - _words(
    """align augment cluster decode distill edit embed encode evolve fine-tune forecast generate
    guide learn map match model parse plan process prompt prune reason render retrieve reward sample scale search
    summarize synthesize test train transfer translate tune understand filter track think read detect sense
    steer shift read set state view share predict transform interact update"""
)
