// swift-tools-version: 6.2

import PackageDescription

/// What every target of ours is built with: Swift 6, no silent imports, no unsafe code unmarked.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// Tests may force-unwrap and are not asked for memory annotations.
let tests: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

/// Debian keeps RE2 where every compiler looks, and its pkg-config file names a flag that the package
/// manager refuses with a warning; Homebrew keeps it elsewhere.
#if os(macOS)
  let re2PackageConfiguration: String? = "re2"
#else
  let re2PackageConfiguration: String? = nil
#endif

let package = Package(
  name: "pql",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "pql", targets: ["pql"])
  ],
  dependencies: [
    // The command line: help, usage errors and shell completion as users know them.
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: [
    // MARK: - pql, the program

    .executableTarget(
      name: "pql",
      dependencies: [
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        "CMemory",
        "PQLIngest",
        "PQLLineEdit",
        "PQLModel",
        "PQLRender",
        "PQLSample",
        "PQLShell",
        "PQLSnapshot",
        "PQLSyntax",
        "PQLThreads",
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "pqlTests",
      dependencies: ["CTerminal", "PQLTerminalSupport", "PQLTestSupport", "pql"],
      swiftSettings: tests
    ),

    // What glibc's allocator keeps for queries; Swift's module of glibc lacks the header.
    .target(name: "CMemory"),

    // MARK: - CLibedit, CLineEdit, PQLLineEdit: the terminal

    .systemLibrary(
      name: "CLibedit",
      pkgConfig: "libedit",
      providers: [.apt(["libedit-dev"]), .brew(["libedit"])]
    ),
    .target(name: "CLineEdit", dependencies: ["CLibedit"]),
    .target(name: "CTerminal"),
    .target(name: "PQLLineEdit", dependencies: ["CLineEdit", "PQLText"], swiftSettings: strict),
    .testTarget(
      name: "PQLLineEditTests",
      dependencies: ["CTerminal", "PQLLineEdit", "PQLTerminalSupport"],
      swiftSettings: tests
    ),

    .target(
      name: "PQLTerminalSupport",
      dependencies: ["CTerminal"],
      path: "Tests/PQLTerminalSupport",
      swiftSettings: tests
    ),

    // MARK: - CRE2: patterns in linear time

    .systemLibrary(
      name: "CRE2System",
      pkgConfig: re2PackageConfiguration,
      providers: [.apt(["libre2-dev"]), .brew(["re2"])]
    ),
    .target(
      name: "CRE2",
      dependencies: ["CRE2System"],
      linkerSettings: [.linkedLibrary("re2")]
    ),

    // MARK: - PQLAnalytics: formulas

    .target(name: "PQLAnalytics", dependencies: ["PQLModel"], swiftSettings: strict),
    .testTarget(
      name: "PQLAnalyticsTests",
      dependencies: ["PQLAnalytics", "PQLModel", "PQLTestSupport"],
      swiftSettings: tests
    ),

    // MARK: - PQLEngine: running a plan

    .target(
      name: "PQLEngine",
      dependencies: [
        "CRE2", "PQLAnalytics", "PQLHistory", "PQLModel", "PQLPlan", "PQLSyntax", "PQLText",
        "PQLThreads",
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "PQLEngineTests",
      dependencies: ["PQLEngine", "PQLModel", "PQLPlan", "PQLSyntax", "PQLTestSupport"],
      swiftSettings: tests
    ),

    // MARK: - PQLHistory: the model of a past day

    .target(name: "PQLHistory", dependencies: ["PQLModel"], swiftSettings: strict),
    .testTarget(
      name: "PQLHistoryTests",
      dependencies: ["PQLHistory", "PQLModel", "PQLTestSupport"],
      swiftSettings: tests
    ),

    // MARK: - CZlib, CZstd: exports come as `.gz` and `.zst`, and each library is the format's own

    .systemLibrary(
      name: "CZlib",
      pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]
    ),
    .systemLibrary(
      name: "CZstd",
      pkgConfig: "libzstd",
      providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]
    ),

    // MARK: - PQLIngest: files to columns

    // Sixteen bytes at once, which Swift's own vectors cannot gather into bits, and the walk over usual
    // members, which is compiled once more for machines that look at 32.
    .target(name: "CScan"),
    .target(
      name: "PQLIngest",
      dependencies: ["CScan", "CZlib", "CZstd", "PQLModel", "PQLText", "PQLThreads"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "PQLIngestTests",
      dependencies: ["CScan", "CZlib", "CZstd", "PQLIngest", "PQLModel", "PQLTestSupport"],
      swiftSettings: tests
    ),

    // MARK: - PQLModel: values, columns, calendar

    .target(
      name: "PQLModel",
      // A buffer hands out a `Span` of its memory, which needs a lifetime to be named.
      swiftSettings: strict + [.enableExperimentalFeature("Lifetimes")]
    ),
    .testTarget(
      name: "PQLModelTests",
      dependencies: ["PQLModel", "PQLTestSupport"],
      swiftSettings: tests
    ),

    // MARK: - PQLPlan: names and types

    .target(
      name: "PQLPlan",
      dependencies: ["PQLModel", "PQLSyntax", "PQLText"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "PQLPlanTests",
      dependencies: ["PQLModel", "PQLPlan", "PQLSyntax", "PQLTestSupport"],
      swiftSettings: tests
    ),

    // MARK: - PQLRender: answers and diagnostics to text

    .target(
      name: "PQLRender",
      dependencies: ["PQLModel", "PQLSyntax", "PQLText"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "PQLRenderTests",
      dependencies: ["PQLModel", "PQLRender", "PQLSyntax"],
      swiftSettings: tests
    ),

    // MARK: - PQLSample: a made-up pipeline

    .target(name: "PQLSample", swiftSettings: strict),
    .testTarget(name: "PQLSampleTests", dependencies: ["PQLSample"], swiftSettings: tests),

    // MARK: - PQLShell: the session

    .target(
      name: "PQLShell",
      dependencies: [
        "PQLEngine", "PQLIngest", "PQLModel", "PQLPlan", "PQLRender", "PQLSnapshot", "PQLSyntax",
        "PQLText", "PQLThreads",
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "PQLShellTests",
      dependencies: [
        "PQLEngine", "PQLIngest", "PQLModel", "PQLShell", "PQLSnapshot", "PQLSyntax",
        "PQLTerminalSupport", "PQLTestSupport",
      ],
      swiftSettings: tests
    ),

    // MARK: - PQLSnapshot: models that map back

    .target(name: "PQLSnapshot", dependencies: ["PQLModel"], swiftSettings: strict),
    .testTarget(
      name: "PQLSnapshotTests",
      dependencies: ["PQLIngest", "PQLModel", "PQLSample", "PQLSnapshot", "PQLTestSupport"],
      swiftSettings: tests
    ),

    // MARK: - PQLSyntax: text to tree

    .target(name: "PQLSyntax", dependencies: ["PQLText"], swiftSettings: strict),
    .testTarget(
      name: "PQLSyntaxTests",
      dependencies: ["PQLSyntax", "PQLTestSupport"],
      swiftSettings: tests
    ),

    // MARK: - PQLText: how wide text is, and which words are near

    .target(name: "PQLText", swiftSettings: strict),
    .testTarget(name: "PQLTextTests", dependencies: ["PQLText"], swiftSettings: tests),

    // MARK: - PQLThreads: work side by side

    .target(name: "PQLThreads", swiftSettings: strict),

    // MARK: - Goldens, conformance, the naive evaluator

    .target(
      name: "PQLTestSupport",
      dependencies: [
        "PQLEngine", "PQLIngest", "PQLModel", "PQLPlan", "PQLRender", "PQLShell", "PQLSnapshot",
        "PQLSyntax",
      ],
      path: "Tests/PQLTestSupport",
      swiftSettings: tests
    ),
    .testTarget(
      name: "PQLConformanceTests",
      dependencies: [
        "PQLEngine", "PQLIngest", "PQLModel", "PQLPlan", "PQLRender", "PQLSample", "PQLShell",
        "PQLSyntax", "PQLTestSupport", "PQLThreads",
      ],
      swiftSettings: tests
    ),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

// MARK: - Fuzz targets, which only `make fuzz` builds: they need libFuzzer's runtime to link

/// A program of libFuzzer for one kind of hostile input.
func fuzzTarget(_ name: String, _ folder: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: ["FuzzSupport"] + dependencies, path: "Fuzz/\(folder)",
    swiftSettings: tests)
}

if Context.environment["PQL_FUZZ"] != nil {
  package.targets += [
    .target(name: "CLibFuzzer", path: "Fuzz/CLibFuzzer"),
    .target(
      name: "FuzzSupport", dependencies: ["CLibFuzzer", "PQLIngest", "PQLModel"],
      path: "Fuzz/Support",
      swiftSettings: tests),
    fuzzTarget("FuzzModels", "Models", ["PQLIngest"]),
    fuzzTarget("FuzzRecords", "Records", []),
    fuzzTarget(
      "FuzzSnapshots", "Snapshots", ["PQLIngest", "PQLModel", "PQLSnapshot", "PQLTestSupport"]),
    fuzzTarget(
      "FuzzStatements", "Statements",
      [
        "PQLIngest", "PQLRender", "PQLSample", "PQLShell", "PQLSyntax", "PQLTestSupport",
      ]),
    fuzzTarget("FuzzTables", "Tables", []),
  ]
}

// MARK: - Benchmarks of kernels, which only `make bench-kernels` builds: nobody else needs their library

if Context.environment["PQL_BENCHMARKS"] != nil {
  package.dependencies.append(
    .package(url: "https://github.com/google/swift-benchmark", exact: "0.1.2"))
  package.targets.append(
    .executableTarget(
      name: "KernelBenchmarks",
      dependencies: [
        .product(name: "Benchmark", package: "swift-benchmark"),
        "PQLEngine", "PQLIngest", "PQLModel", "PQLPlan", "PQLSyntax", "PQLThreads",
      ],
      path: "Benchmarks/Kernels",
      swiftSettings: tests))
}
