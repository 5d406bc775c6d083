# The face half of vision. kernel.cpp is compiled for each instruction set with flags of its own and chosen at run time.
set(FACE_SOURCES
  face/kernel_choice.cpp face/tensor_file.cpp face/network.cpp face/nets.cpp face/picture.cpp face/geometry.cpp
  face/face_analyser.cpp face/mean_vector.cpp face/quality.cpp face/face_verifier.cpp
  liveness/parallax.cpp liveness/frozen.cpp liveness/head_turn.cpp liveness/texture.cpp liveness/sequence.cpp
  camera/image_file.cpp camera/preview.cpp camera/pixel_formats.cpp camera/file_camera.cpp camera/stream_camera.cpp camera/v4l2_camera.cpp)

function(omote_kernel name shown)
  add_library(omote_kernel_${name} OBJECT face/kernel.cpp)
  target_link_libraries(omote_kernel_${name} PRIVATE omote_options)
  target_compile_definitions(omote_kernel_${name} PRIVATE OMOTE_KERNEL=${name} OMOTE_KERNEL_NAME="${shown}")
  target_compile_options(omote_kernel_${name} PRIVATE -O3 -ffp-contract=fast -fno-stack-protector -Wno-psabi ${ARGN})
endfunction()

if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  omote_kernel(base sse2)
  omote_kernel(avx2 avx2 -mavx2 -mfma)
  omote_kernel(avx512 avx512 -mavx512f -mavx512vl -mavx512bw -mavx512dq -mfma -mprefer-vector-width=512)
  set(KERNEL_OBJECTS $<TARGET_OBJECTS:omote_kernel_base> $<TARGET_OBJECTS:omote_kernel_avx2> $<TARGET_OBJECTS:omote_kernel_avx512>)
  set_source_files_properties(face/kernel_choice.cpp PROPERTIES COMPILE_DEFINITIONS OMOTE_X86_KERNELS)
else()
  omote_kernel(base base)
  set(KERNEL_OBJECTS $<TARGET_OBJECTS:omote_kernel_base>)
endif()
