# What every target of ours is compiled with. Third-party headers are system headers and stay silent.
add_library(project_options INTERFACE)
target_include_directories(project_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(project_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                                                 -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual
                                                 # Optimising, g++ 12 sees overlaps in std::string where there are
                                                 # none (gcc's bug 105651).
                                                 $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
# Boost 1.81's headers still mention what C++20 deprecated.
target_compile_definitions(project_options INTERFACE BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_SEPARATE_COMPILATION
                                                     BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_DISABLE_BOOST_COROUTINE)

if(SAGLIG_SANITIZE_THREADS)
  # g++ 12 loses sight of what is set once the sanitizer has put its own code between (std::regex is full of it).
  target_compile_options(project_options INTERFACE -fsanitize=thread -fno-omit-frame-pointer -Wno-maybe-uninitialized
                                                   -Wno-tsan)
  target_link_options(project_options INTERFACE -fsanitize=thread)
endif()
if(SAGLIG_SANITIZE)
  target_compile_options(project_options INTERFACE -fsanitize=fuzzer-no-link,address,undefined
                                                   -include ${PROJECT_SOURCE_DIR}/cmake/clang_vector.hpp)
  target_link_options(project_options INTERFACE -fsanitize=address,undefined)
endif()

find_program(MOLD mold)
if(MOLD)
  target_link_options(project_options INTERFACE -fuse-ld=mold)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # Paths count from the clone's folder, so that one clone finds what another has built.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
                                  ${CCACHE})
endif()
