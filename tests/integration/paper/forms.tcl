# Sends the bytes of FORMS_BYTES to the emulated printer, through the printer's port and without a program in the machine,
# and ends. Every form that is put out becomes a picture.
if {[catch {
  set throttle off
  set print-resolution $env(FORMS_DPI)
  set file [open $env(FORMS_BYTES) rb]
  binary scan [read $file] cu* bytes
  close $file
  debug write ioports 0x90 1
  plug printerport epson-printer
  foreach byte $bytes {
    debug write ioports 0x91 $byte
    debug write ioports 0x90 0
    debug write ioports 0x90 1
  }
  unplug printerport
} problem]} {
  puts stderr $problem
  exit 1
}
exit 0
