// Makes WebAssembly small: every file that is named, in its place, the biggest first. It does what wasm-opt does for
// `--low-memory-unused -Oz --flatten --rereloop -Oz -Oz`, to the byte, but starts once: what wasm-opt has to compile
// before it begins takes longer than most files do.
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import binaryen from "binaryen";

const { Features } = binaryen;
// What the compiler uses by default; the files but the first do not say it. Nothing else may appear that a browser could
// refuse.
const FEATURES =
  Features.BulkMemory |
  Features.BulkMemoryOpt |
  Features.CallIndirectOverlong |
  Features.Multivalue |
  Features.MutableGlobals |
  Features.NontrappingFPToInt |
  Features.ReferenceTypes |
  Features.SignExt;

if (isMainThread) {
  const size = (file) => statSync(file).size;
  const files = process.argv.slice(2).sort((one, other) => size(other) - size(one));
  const turn = new SharedArrayBuffer(4);
  const workers = Math.min(availableParallelism(), files.length);
  for (let worker = 0; worker < workers; worker++) {
    new Worker(new URL(import.meta.url), { workerData: { files, turn } });
  }
} else {
  const { files, turn } = workerData;
  const next = () => files[Atomics.add(new Int32Array(turn), 0, 1)];
  setUp();
  for (let file = next(); file !== undefined; file = next()) optimise(file);
}

/** What `-Oz` means for wasm-opt. */
function setUp() {
  binaryen.setLowMemoryUnused(true);
  binaryen.setDebugInfo(false);
  binaryen.setOptimizeLevel(2);
  binaryen.setShrinkLevel(2);
  binaryen.setGenerateStackIR(true);
  binaryen.setOptimizeStackIR(true);
}

function optimise(file) {
  const module = binaryen.readBinary(readFileSync(file), FEATURES);
  mustBeValid(module, `${file}, as it was compiled,`);
  module.optimize();
  module.runPasses(["flatten", "rereloop"]);
  module.optimize();
  module.optimize();
  mustBeValid(module, `${file}, made small,`);
  writeFileSync(file, module.emitBinary());
  module.dispose();
}

function mustBeValid(module, what) {
  if (!module.validate()) throw new Error(`${what} is not valid, or needs what a browser could refuse`);
}
