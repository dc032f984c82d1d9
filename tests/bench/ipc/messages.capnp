# SPDX-License-Identifier: MIT
# The messages of the benchmark, for Cap'n Proto.
@0xd1f4d4b6f0b1c2a7;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("bench::capnp_schema");

struct Placed {
    x @0 :UInt32;
    y @1 :UInt32;
    width @2 :UInt32;
    height @3 :UInt32;
}

struct Named {
    title @0 :Text;
    values @1 :List(UInt32);
}
