// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Programs that use zlib, with the face before it: they pass what they pass without,
// and the loader says that it was the face that they used.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <fstream>

#include "gunzip_fixture.hpp"

namespace {

// The sanitizers' library would have to come before the face.
#ifdef BANOS_SANITIZED
#define SKIP_IF_SANITIZED() GTEST_SKIP() << "a program without sanitizers cannot load it"
#else
#define SKIP_IF_SANITIZED() static_cast<void>(0)
#endif

class zlib_program : public testing::Test {
  protected:
    gunzip_folder folder;

    // Runs a command of bash with the face, and checks who inflated.
    [[nodiscard]] ending preloaded(const std::string& command) const {
        const ending end = folder.run({"bash", "-c",
                                       "export LD_PRELOAD=" BANOS_Z
                                       " LD_DEBUG=bindings LD_DEBUG_OUTPUT=$PWD/bindings\n" +
                                           command});
        const std::string ours =
            folder
                .run({"bash", "-c",
                      "grep -hc \"to " BANOS_Z " .*symbol .inflate'\" bindings.* |"
                      " awk '{ n += $1 } END { print n + 0 }'"})
                .output;
        EXPECT_GT(std::stoi(ours), 0) << "nothing was bound to the face";
        const std::string theirs =
            folder
                .run({"bash", "-c",
                      "grep -hE \"to .*/libz\\.so\\.1[^ ]* .*symbol "
                      ".(inflate|crc32|adler32|uncompress|get_crc_table)\" bindings.*"})
                .output;
        EXPECT_EQ(theirs, "");
        return end;
    }
};

TEST_F(zlib_program, images_of_libpng) {
    SKIP_IF_SANITIZED();
    const ending end = preloaded(BANOS_ZLIB_IMAGES);
    EXPECT_EQ(end.status, 0) << end.output << end.errors;
    EXPECT_EQ(end.output, "300 images, 0 wrong\n");
}

TEST_F(zlib_program, python_and_its_own_tests) {
    SKIP_IF_SANITIZED();
    if (folder.run({"python3", "-c", "import test.test_zlib"}).status != 0)
        GTEST_SKIP() << "python's own tests are not installed";
    const ending end = preloaded("python3 -m test test_zlib test_gzip");
    EXPECT_EQ(end.status, 0) << end.output << end.errors;
}

TEST_F(zlib_program, python_and_zip_files) {
    SKIP_IF_SANITIZED();
    const ending end = preloaded(R"(python3 - <<'END'
import gzip, io, random, zipfile, zlib
random.seed(1)
data = bytes(random.choice(b'abcdefgh') for _ in range(300000))
assert zlib.decompress(zlib.compress(data)) == data
assert gzip.decompress(gzip.compress(data)) == data
file = io.BytesIO()
with zipfile.ZipFile(file, 'w', zipfile.ZIP_DEFLATED) as archive:
    archive.writestr('data', data)
with zipfile.ZipFile(file) as archive:
    assert archive.testzip() is None
    assert archive.read('data') == data
END)");
    EXPECT_EQ(end.status, 0) << end.errors;
}

TEST_F(zlib_program, git) {
    SKIP_IF_SANITIZED();
    const ending end = preloaded(R"(set -e
export HOME=$PWD GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a
export GIT_COMMITTER_EMAIL=a@b
git init -q one && cd one
for i in 1 2 3 4 5 6 7 8; do
	seq $i 7 20000 >"file$i"
	git add . && git commit -q -m "commit $i"
done
cd .. && git clone -q --no-local one two
git -C two fsck --full --strict
git -C two repack -q -a -d -f && git -C two fsck --full
diff -r --exclude .git one two)");
    EXPECT_EQ(end.status, 0) << end.output << end.errors;
}

TEST_F(zlib_program, file_that_looks_inside) {
    SKIP_IF_SANITIZED();
    folder.write("text.gz", gzipped("#!/bin/sh\necho inside\n"));
    const ending end = preloaded("file -z text.gz");
    EXPECT_NE(end.output.find("shell script"), std::string::npos) << end.output << end.errors;
}

TEST_F(zlib_program, curl_from_a_server_that_compresses) {
    SKIP_IF_SANITIZED();
    const std::string content = lines(100'000);
    folder.write("content", content);
    folder.write("content.gz", gzipped(content));
    folder.write("server.py", R"(import http.server
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        assert 'gzip' in self.headers['Accept-Encoding']
        body = open('content.gz', 'rb').read()
        self.send_response(200)
        self.send_header('Content-Encoding', 'gzip')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *arguments):
        pass
server = http.server.HTTPServer(('127.0.0.1', 0), Answer)
with open('port.new', 'w') as file:
    file.write(str(server.server_port))
import os
os.rename('port.new', 'port')
server.handle_request()
)");
    const ending end = preloaded(R"(set -e
env -u LD_PRELOAD -u LD_DEBUG python3 server.py & server=$!
trap 'kill $server 2>/dev/null || true' EXIT
for ((i = 0; i < 200; i++)); do [[ -e port ]] && break; sleep 0.1; done
curl -sS --noproxy '*' --compressed -o got "http://127.0.0.1:$(<port)/")");
    EXPECT_EQ(end.status, 0) << end.errors;
    EXPECT_TRUE(folder.read("got") == content);
}

TEST_F(zlib_program, zlibs_own_example) {
    SKIP_IF_SANITIZED();
    const ending end = folder.run({BANOS_ZLIB_EXAMPLE, BANOS_Z});
    if (end.status == 4)
        GTEST_SKIP() << end.output;
    EXPECT_EQ(end.status, 0) << end.output << end.errors;
}

} // namespace
