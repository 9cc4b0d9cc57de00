SELECT programme, year, bytes FROM told
