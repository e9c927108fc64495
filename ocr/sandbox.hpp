#pragma once

#include <sys/resource.h>

#include <cstdint>

#include "ocr/reading.hpp"

/// What a worker gives up before it opens its first foreign file.
namespace ocr {

/// How a worker ends when it can't get memory; any other end that it did not choose is a crash.
inline constexpr int exit_out_of_memory = 77;

/// No network, no new processes or programs, no privileges to gain, no core dumps, few open files, no large files, and
/// nothing renamed or removed. Irreversible. Throws std::system_error if the kernel refuses the filter.
void give_up_rights(const Limits& limits);

/// What each kind of limited process needs alone: a limit that is never raised, and no network.
void limit_resource(__rlimit_resource resource, rlim_t most);
void leave_network();

/// From now on the process may take `bytes` more of address space than it has. When memory runs out, it ends with
/// exit_out_of_memory.
void limit_memory(std::uint64_t bytes);

/// The process is killed (SIGXCPU) once it has used this much CPU beyond what it has used until now.
void limit_cpu(int seconds);

}  // namespace ocr
