"""Settings of collections: graphs, optimisers, logs, quantization, strict mode."""

from __future__ import annotations

from qschema.client import models
from qschema.client.grpc.codecs.choices import Case
from qschema.client.grpc.codecs.odd import Threads
from qschema.client.grpc.codecs.wrappers import Constant
from qschema.client.grpc.mapping.registry import add, holder, lookup, one_of, record, same

same(
    *(models.HnswConfigDiff, models.IdTrackerParams, models.MultiVectorConfig, models.OptimizersConfigDiff),
    *(models.PayloadStorageParams, models.StrictModeMultivector, models.StrictModeSparse, models.WalConfigDiff),
    models.StrictModeConfig,
)
record(models.HnswConfig, "HnswConfigDiff", "HnswConfig")
record(models.WalConfig, "WalConfigDiff", "WalConfig")
add("Threads", Threads(lookup))
record(
    models.OptimizersConfig,
    "OptimizersConfigDiff",
    "OptimizersConfig",
    via={"max_optimization_threads": "Threads"},
    always={"max_optimization_threads": models.MaxOptimizationThreadsSetting.AUTO},
)
one_of("MaxOptimizationThreads", Case("value", int), Case("setting", models.MaxOptimizationThreadsSetting))

record(models.ScalarQuantizationConfig, "ScalarQuantization")
record(models.ProductQuantizationConfig, "ProductQuantization")
record(models.BinaryQuantizationConfig, "BinaryQuantization")
record(models.TurboQuantQuantizationConfig, "TurboQuantization")
one_of("BinaryQuantizationQueryEncoding", Case("setting", models.BinaryQuantizationQueryEncoding))
add("Disabled", Constant(models.Disabled.DISABLED))
QUANTIZATIONS = (
    Case("scalar", models.ScalarQuantization, inside="scalar"),
    Case("product", models.ProductQuantization, inside="product"),
    Case("binary", models.BinaryQuantization, inside="binary"),
    Case("turboquant", models.TurboQuantization, inside="turbo"),
)
one_of("QuantizationConfig", *QUANTIZATIONS)
one_of("QuantizationConfigDiff", *QUANTIZATIONS, Case("disabled", models.Disabled))

holder("StrictModeMultivectorConfig", "multivector_config", empty=dict)
holder("StrictModeSparseConfig", "sparse_config", empty=dict)
record(models.StrictModeMultivectorOutput, "StrictModeMultivector", "StrictModeMultivectorOutput")
record(models.StrictModeSparseOutput, "StrictModeSparse", "StrictModeSparseOutput")
holder(
    "StrictModeMultivectorConfig",
    "multivector_config",
    key="StrictModeMultivectorConfigOutput",
    via="StrictModeMultivectorOutput",
    empty=dict,
)
holder(
    "StrictModeSparseConfig",
    "sparse_config",
    key="StrictModeSparseConfigOutput",
    via="StrictModeSparseOutput",
    empty=dict,
)
record(
    models.StrictModeConfigOutput,
    "StrictModeConfig",
    "StrictModeConfigOutput",
    via={
        "multivector_config": "StrictModeMultivectorConfigOutput",
        "sparse_config": "StrictModeSparseConfigOutput",
    },
)
