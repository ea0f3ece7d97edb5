# loket_embed(TARGET HEADER NAMESPACE file...): the text of the files as constants that the target can include as HEADER,
# for programs without Qt's resource system. "banks/bca.json" becomes kBca.
function(loket_embed target header namespace)
  set(constants "")
  foreach(file IN LISTS ARGN)
    get_filename_component(path "${file}" ABSOLUTE)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
    file(READ "${path}" text)
    get_filename_component(name "${file}" NAME_WE)
    string(SUBSTRING "${name}" 0 1 first)
    string(TOUPPER "${first}" first)
    string(SUBSTRING "${name}" 1 -1 rest)
    string(APPEND constants "inline constexpr std::string_view k${first}${rest} = R\"embedded(${text})embedded\";\n")
  endforeach()
  string(CONCAT content "// Made from resources; not to be edited.\n#pragma once\n\n#include <string_view>\n\n"
                        "namespace ${namespace} {\n\n" "${constants}" "\n}  // namespace ${namespace}\n")
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/embedded/${header}" CONTENT "${content}" @ONLY)
  target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/embedded")
endfunction()
