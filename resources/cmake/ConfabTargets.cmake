# The three helpers every CMakeLists.txt uses: a library, a program, a test. They own warnings, defines and install rules.
include(GNUInstallDirs)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_AUTOMOC ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

option(CONFAB_WERROR "Treat warnings as errors" OFF)

find_program(CONFAB_CCACHE ccache)
if(CONFAB_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CONFAB_CCACHE}")
endif()

# Files that instantiate Boost.Beast want a lot of memory: one at a time.
set_property(GLOBAL APPEND PROPERTY JOB_POOLS confab_heavy=1)

add_library(confab_options INTERFACE)
target_include_directories(confab_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(confab_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wnon-virtual-dtor -Wimplicit-fallthrough
    -Wno-missing-field-initializers   # designated initialisers leave out what has a default, on purpose
    $<$<BOOL:${CONFAB_WERROR}>:-Werror>)
target_compile_definitions(confab_options INTERFACE
    QT_NO_KEYWORDS QT_NO_FOREACH QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT CONFAB_VERSION="${PROJECT_VERSION}"
    $<$<CONFIG:Test,Asan>:QT_FORCE_ASSERTS> $<$<CONFIG:Test,Asan>:_GLIBCXX_ASSERTIONS>)

# confab_add_library(protocol SOURCES a.cpp b.h LINKS confab::base Qt6::Core) makes confab_protocol, alias confab::protocol.
function(confab_add_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
    add_library(confab_${name} STATIC ${ARG_SOURCES})
    add_library(confab::${name} ALIAS confab_${name})
    target_link_libraries(confab_${name} PUBLIC ${ARG_LINKS} PRIVATE confab_options ${ARG_PRIVATE_LINKS})
endfunction()

# confab_add_program(confabd MAIN main.cpp LINKS confab::server_app)
function(confab_add_program name)
    cmake_parse_arguments(ARG "" "MAIN" "LINKS" ${ARGN})
    add_executable(${name} ${ARG_MAIN})
    target_link_libraries(${name} PRIVATE confab_options ${ARG_LINKS})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
    install(TARGETS ${name} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT ${name})
endfunction()

# confab_add_test(unit/shared/base/tst_Result.cpp LINKS confab::base LABEL unit [TIMEOUT 60] [LONG])
# LONG tests are built with the others and run by `ctest -L long` only, never by ./test.
function(confab_add_test source)
    cmake_parse_arguments(ARG "LONG" "LABEL;TIMEOUT" "LINKS;EXTRA" ${ARGN})
    get_filename_component(name "${source}" NAME_WE)
    add_executable(${name} ${source} ${ARG_EXTRA})
    target_link_libraries(${name} PRIVATE confab_options Qt6::Test ${ARG_LINKS})
    target_compile_definitions(${name} PRIVATE CONFAB_SOURCE_DIR="${CMAKE_SOURCE_DIR}" CONFAB_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
    # One file each: nothing to unite, and their anonymous namespaces stay their own.
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests" UNITY_BUILD OFF)
    add_test(NAME ${name} COMMAND ${name})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    set(labels ${ARG_LABEL})
    if(ARG_LONG)
        list(APPEND labels long)
    endif()
    set_tests_properties(${name} PROPERTIES LABELS "${labels}" TIMEOUT ${ARG_TIMEOUT}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8")
endfunction()
