# embed_files(TARGET BASE file...): puts files into the binary, so that `saglig` is one file to install.
#
# Each file is found at run time by its path relative to BASE through services/web/embedded.hpp's table type; the
# function that returns the table is named by the property given as TABLE. The bytes go in by the assembler's .incbin,
# which takes no compile time.
function(embed_files target)
  cmake_parse_arguments(ARG "" "BASE;TABLE" "FILES" ${ARGN})
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${ARG_TABLE}.embedded.cpp)
  set(code "// Made by cmake/embed.cmake.\n#include \"core/embedded.hpp\"\n")
  set(rows "")
  set(index 0)
  set(paths "")
  foreach(file IN LISTS ARG_FILES)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} OUTPUT_VARIABLE path)
    cmake_path(RELATIVE_PATH path BASE_DIRECTORY ${ARG_BASE} OUTPUT_VARIABLE name)
    set(symbol "saglig_${ARG_TABLE}_${index}")
    string(APPEND code "asm(\".section .rodata\\n.balign 16\\n.global ${symbol}\\n${symbol}:\\n.incbin \\\"${path}\\\"\\n"
                       ".global ${symbol}_end\\n${symbol}_end:\\n.byte 0\\n.previous\\n\");\n"
                       "extern \"C\" const char ${symbol}[], ${symbol}_end[];\n")
    string(APPEND rows "    {\"${name}\", ${symbol}, ${symbol}_end},\n")
    list(APPEND paths ${path})
    math(EXPR index "${index} + 1")
  endforeach()
  string(APPEND code "namespace core {\nstd::span<const Embedded> ${ARG_TABLE}() {\n"
                     "  static const Embedded table[] = {\n${rows}  };\n  return table;\n}\n}\n")
  file(CONFIGURE OUTPUT ${generated} CONTENT "${code}" @ONLY)
  set_source_files_properties(${generated} PROPERTIES OBJECT_DEPENDS "${paths}")
  target_sources(${target} PRIVATE ${generated})
endfunction()
